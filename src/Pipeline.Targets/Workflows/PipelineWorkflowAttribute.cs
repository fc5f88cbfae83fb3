using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;
using Pipeline.Targets.CommandLine;

namespace Pipeline.Targets.Workflows;

/// <summary>
/// Generates a workflow that calls <c>./build.sh</c> with targets. Actions are pinned to commits, the token can only read unless
/// the attribute says more, credentials do not stay in the checkout, and inputs and secrets reach the build as environment
/// variables of its parameters, never as text of a script.
/// </summary>
public sealed class PipelineWorkflowAttribute : GitHubActionsAttribute
{
    private const string HostToken = "GITHUB_TOKEN";

    private readonly bool _hasSeveralImages;

    public PipelineWorkflowAttribute(string name, GitHubActionsImage image, params GitHubActionsImage[] images)
        : base(name, image, images)
    {
        _hasSeveralImages = images.Length > 0;
        ReadPermissions = [GitHubActionsPermissions.Contents];
        TimeoutMinutes = 60;
        CacheIncludePatterns = ["~/.nuget/packages"];
    }

    protected override GitHubActionsJob GetJobs(GitHubActionsImage image, IReadOnlyCollection<ExecutableTarget> relevantTargets)
    {
        var job = base.GetJobs(image, relevantTargets);
        job.Steps = [.. job.Steps.Select(x => Own(x, image))];
        return job;
    }

    /// <summary>
    /// Inputs and secrets under the names that the build reads, none of which another program on the runner would use.
    /// </summary>
    protected override IEnumerable<(string, string)> GetImports() =>
        base.GetImports().Select(x => (x.Item1 == HostToken ? HostToken : Names.Variable(x.Item1), x.Item2));

    private GitHubActionsStep Own(GitHubActionsStep step, GitHubActionsImage image) => step switch
    {
        GitHubActionsCheckoutStep checkout => new CheckoutStep(checkout),
        GitHubActionsCacheStep cache => new CacheStep(cache),
        GitHubActionsRunStep run => new BuildStep(run.InvokedTargets, [.. GetImports()]),
        GitHubActionsArtifactStep artifact => new ArtifactStep(artifact, _hasSeveralImages ? $"-{image.GetValue()}" : ""),
        _ => step,
    };
}
