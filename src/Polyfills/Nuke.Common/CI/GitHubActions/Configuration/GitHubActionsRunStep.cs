using System.Collections.Generic;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Runs the build's targets, or its default target where none is named.</summary>
public class GitHubActionsRunStep : GitHubActionsStep
{
    public string BuildCmdPath { get; set; }

    public string[] InvokedTargets { get; set; } = [];

    /// <summary>The step's environment variables, a name with its value or expression.</summary>
    public Dictionary<string, string> Imports { get; set; } = [];

    public override void Write(CustomFileWriter writer)
    {
        var name = InvokedTargets.Length == 0 ? "Run" : $"Run: {string.Join(", ", InvokedTargets)}";

        writer.WriteLine($"- name: {Yaml.SingleQuoted(name)}");
        using var step = writer.Indent();
        writer.WriteLine($"run: {Yaml.Expression(string.Join(' ', [BuildCmdPath, .. InvokedTargets]))}");
        if (Imports.Count == 0)
            return;

        writer.WriteLine("env:");
        using var env = writer.Indent();
        foreach (var (variable, value) in Imports)
            writer.WriteLine($"{Yaml.Scalar(variable)}: {Yaml.Expression(value)}");
    }
}
