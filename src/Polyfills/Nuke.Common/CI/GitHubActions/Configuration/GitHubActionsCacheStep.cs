using System;
using System.Linq;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Keeps files between runs for as long as the key files stay the same.</summary>
public class GitHubActionsCacheStep : GitHubActionsStep
{
    public string[] IncludePatterns { get; set; } = [];

    public string[] ExcludePatterns { get; set; } = [];

    public string[] KeyFiles { get; set; } = [];

    public override void Write(CustomFileWriter writer)
    {
        var files = KeyFiles.Select(x => $"'{x.Replace("'", "''", StringComparison.Ordinal)}'");

        writer.WriteLine($"- name: {Yaml.SingleQuoted($"Cache: {string.Join(", ", IncludePatterns)}")}");
        using var step = writer.Indent();
        writer.WriteLine("uses: actions/cache@v4");
        writer.WriteLine("with:");
        using var with = writer.Indent();
        writer.WriteLine("path: |");
        using (writer.Indent())
        {
            foreach (var pattern in IncludePatterns.Concat(ExcludePatterns.Select(x => $"!{x}")))
                writer.WriteLine(pattern);
        }

        writer.WriteLine($"key: {Yaml.Expression($"${{{{ runner.os }}}}-${{{{ hashFiles({string.Join(", ", files)}) }}}}")}");
    }
}
