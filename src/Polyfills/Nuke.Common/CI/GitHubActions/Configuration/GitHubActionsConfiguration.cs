using System;
using System.Linq;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>A workflow file.</summary>
public class GitHubActionsConfiguration : ConfigurationEntity
{
    public string Name { get; set; }

    /// <summary>Events without filters or inputs; a workflow has either these or detailed triggers.</summary>
    public GitHubActionsTrigger[] ShortTriggers { get; set; } = [];

    public GitHubActionsDetailedTrigger[] DetailedTriggers { get; set; } = [];

    /// <summary>What the token may do, each <c>read</c> or <c>write</c>; none leaves the repository's default.</summary>
    public (GitHubActionsPermissions, string)[] Permissions { get; set; } = [];

    public string ConcurrencyGroup { get; set; }

    public bool ConcurrencyCancelInProgress { get; set; }

    public GitHubActionsJob[] Jobs { get; set; } = [];

    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"name: {Yaml.Scalar(Name)}");
        writer.WriteLine();
        WriteTriggers(writer);
        writer.WriteLine();
        WritePermissions(writer);
        WriteConcurrency(writer);

        writer.WriteLine("jobs:");
        using var jobs = writer.Indent();
        foreach (var job in Jobs)
            job.Write(writer);
    }

    private void WriteTriggers(CustomFileWriter writer)
    {
        if (ShortTriggers.Length == 0 == (DetailedTriggers.Length == 0))
            throw new InvalidOperationException(ShortTriggers.Length == 0
                ? $"The workflow '{Name}' has no trigger and would never run; set On, or one of the options that begin with On."
                : $"The workflow '{Name}' has both On and detailed triggers; leave out one of the two.");

        if (ShortTriggers.Length > 0)
        {
            writer.WriteLine($"on: [{string.Join(", ", ShortTriggers.Select(x => Yaml.Of(x)))}]");
            return;
        }

        writer.WriteLine("on:");
        using var on = writer.Indent();
        foreach (var trigger in DetailedTriggers)
            trigger.Write(writer);
    }

    private void WritePermissions(CustomFileWriter writer)
    {
        if (Permissions.Length == 0)
            return;

        writer.WriteLine("permissions:");
        using (writer.Indent())
        {
            foreach (var (type, permission) in Permissions)
                writer.WriteLine($"{Yaml.Of(type)}: {permission}");
        }

        writer.WriteLine();
    }

    private void WriteConcurrency(CustomFileWriter writer)
    {
        var concurrency = new Concurrency(ConcurrencyGroup, ConcurrencyCancelInProgress);
        concurrency.Write(writer);
        if (concurrency.IsLimited)
            writer.WriteLine();
    }
}
