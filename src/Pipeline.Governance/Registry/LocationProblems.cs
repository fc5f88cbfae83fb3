using System.Text.RegularExpressions;
using Pipeline.Core.Problems;

namespace Pipeline.Governance.Registry;

/// <summary>What can be said of a path before anything is opened.</summary>
internal static partial class LocationProblems
{
    public static IEnumerable<Problem> Of(string variable, string? value, string root, bool isFolder)
    {
        if (value is null)
            yield break;
        if (value.Any(char.IsControl))
            yield return new Problem($"{variable} has control characters; a path has none.");
        else if (Address().IsMatch(value))
            yield return new Problem(
                $"{variable} is the address '{WithoutSecrets(value)}'; a path on this machine is accepted.",
                "Mount the storage, and give its path.");
        else if (Misplaced(Path.GetFullPath(value, root), isFolder) is { } found)
            yield return new Problem($"{variable} is '{value}', but {found}.");
    }

    private static string? Misplaced(string path, bool isFolder)
    {
        if (isFolder && File.Exists(path))
            return "there is a file; a folder is accepted";
        if (!isFolder && (Directory.Exists(path) || Path.EndsInDirectorySeparator(path)))
            return "that is a folder; the path of a file in it is accepted, such as 'journal.db'";
        for (var above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
                return $"'{above}' is a file, so that nothing can be below it";
        }

        return null;
    }

    /// <summary>An address may carry a password before its host, and keys behind its question mark.</summary>
    private static string WithoutSecrets(string value) => Secret().Replace(value, "$1…");

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]+:", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\A([^:]+:(?://)?).*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
