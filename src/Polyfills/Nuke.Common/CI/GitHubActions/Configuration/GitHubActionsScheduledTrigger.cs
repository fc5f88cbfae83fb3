using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Starts the workflow by the clock, in UTC.</summary>
public class GitHubActionsScheduledTrigger : GitHubActionsDetailedTrigger
{
    /// <summary>Minute, hour, day of the month, month and day of the week.</summary>
    public string Cron { get; set; }

    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine("schedule:");
        using var schedule = writer.Indent();
        writer.WriteLine($"- cron: {Yaml.SingleQuoted(Cron)}");
    }
}
