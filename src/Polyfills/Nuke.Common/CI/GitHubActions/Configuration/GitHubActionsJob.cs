using System.Globalization;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>The steps that run on one image.</summary>
public class GitHubActionsJob : ConfigurationEntity
{
    public string Name { get; set; }

    public GitHubActionsImage Image { get; set; }

    /// <summary>When GitHub ends the job; 0 leaves it to GitHub's default.</summary>
    public int TimeoutMinutes { get; set; }

    public string EnvironmentName { get; set; }

    public string EnvironmentUrl { get; set; }

    public string ConcurrencyGroup { get; set; }

    public bool ConcurrencyCancelInProgress { get; set; }

    public GitHubActionsStep[] Steps { get; set; } = [];

    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"{Yaml.Scalar(Name)}:");
        using var job = writer.Indent();
        writer.WriteLine($"name: {Yaml.Scalar(Name)}");
        writer.WriteLine($"runs-on: {Yaml.Of(Image)}");
        if (TimeoutMinutes > 0)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"timeout-minutes: {TimeoutMinutes}"));
        WriteEnvironment(writer);
        new Concurrency(ConcurrencyGroup, ConcurrencyCancelInProgress).Write(writer);

        writer.WriteLine("steps:");
        using var steps = writer.Indent();
        foreach (var step in Steps)
            step.Write(writer);
    }

    private void WriteEnvironment(CustomFileWriter writer)
    {
        if (string.IsNullOrWhiteSpace(EnvironmentName))
            return;

        if (string.IsNullOrWhiteSpace(EnvironmentUrl))
        {
            writer.WriteLine($"environment: {Yaml.Expression(EnvironmentName)}");
            return;
        }

        writer.WriteLine("environment:");
        using var environment = writer.Indent();
        writer.WriteLine($"name: {Yaml.Expression(EnvironmentName)}");
        writer.WriteLine($"url: {Yaml.Expression(EnvironmentUrl)}");
    }
}
