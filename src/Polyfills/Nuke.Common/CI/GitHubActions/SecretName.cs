using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>The name of the repository secret behind a parameter: its words in capitals, joined by underscores.</summary>
internal static partial class SecretName
{
    private static readonly string[] KnownWords = ["DotNet", "GitHub", "GitLab", "MSBuild", "NuGet"];

    public static string Of(string parameter)
    {
        var oneHumpEach = KnownWords.Aggregate(parameter, (x, word) => x.Replace(word, OneHump(word), StringComparison.Ordinal));
        return WordStart().Replace(oneHumpEach, "_").ToUpperInvariant();
    }

    private static string OneHump(string word) => word[0] + word[1..].ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();
}
