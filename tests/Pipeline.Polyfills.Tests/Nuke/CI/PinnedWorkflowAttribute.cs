using System.Globalization;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Pipeline.Polyfills.Nuke.CI;

/// <summary>What a team's own attribute does with the public and protected members alone.</summary>
internal sealed class PinnedWorkflowAttribute(string name, GitHubActionsImage image) : GitHubActionsAttribute(name, image)
{
    protected override string BuildCmdPath => "./build.sh";

    protected override IEnumerable<(string, string)> GetImports() => base.GetImports().Append(("PIPELINE_PACKAGES", "nuget"));

    protected override IEnumerable<GitHubActionsDetailedTrigger> GetTriggers() =>
        base.GetTriggers().Append(new MergeQueueTrigger());

    public override CustomFileWriter CreateWriter(StreamWriter streamWriter)
    {
        streamWriter.WriteLine("# Generated; change build/Build.cs instead.");
        return base.CreateWriter(streamWriter);
    }

    protected override GitHubActionsJob GetJobs(GitHubActionsImage image, IReadOnlyCollection<ExecutableTarget> relevantTargets)
    {
        var job = base.GetJobs(image, relevantTargets);
        job.Steps = [.. job.Steps.Select(Pinned)];
        return job;
    }

    private static GitHubActionsStep Pinned(GitHubActionsStep step) =>
        step is GitHubActionsCheckoutStep checkout ? new PinnedCheckout { FetchDepth = checkout.FetchDepth } : step;

    private sealed class PinnedCheckout : GitHubActionsCheckoutStep
    {
        public override void Write(CustomFileWriter writer)
        {
            writer.WriteLine("- uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # v6");
            using var step = writer.Indent();
            writer.WriteLine("with:");
            using var with = writer.Indent();
            writer.WriteLine($"fetch-depth: {(FetchDepth ?? 1).ToString(CultureInfo.InvariantCulture)}");
            writer.WriteLine("persist-credentials: false");
        }
    }

    private sealed class MergeQueueTrigger : GitHubActionsDetailedTrigger
    {
        public override void Write(CustomFileWriter writer) => writer.WriteLine("merge_group:");
    }
}
