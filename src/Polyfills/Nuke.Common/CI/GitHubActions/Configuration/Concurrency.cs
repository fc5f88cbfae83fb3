using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>The group of which one run goes at a time, of a workflow or of a job; without a group nothing is written.</summary>
internal sealed record Concurrency(string Group, bool CancelInProgress)
{
    public bool IsLimited => !string.IsNullOrWhiteSpace(Group);

    public void Write(CustomFileWriter writer)
    {
        if (!IsLimited)
            return;

        writer.WriteLine("concurrency:");
        using var concurrency = writer.Indent();
        writer.WriteLine($"group: {Yaml.Expression(Group)}");
        if (CancelInProgress)
            writer.WriteLine("cancel-in-progress: true");
    }
}
