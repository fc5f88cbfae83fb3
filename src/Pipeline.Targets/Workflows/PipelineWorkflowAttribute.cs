using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Execution;

namespace Pipeline.Targets.Workflows;

/// <summary>
/// Generates a workflow that calls <c>./build.sh</c> with targets. Actions are pinned to exact versions, the token can only read
/// unless the attribute says more, credentials do not stay in the checkout, and inputs and secrets reach the build as environment
/// variables of its parameters, never as text of a script.
/// </summary>
public sealed class PipelineWorkflowAttribute : GitHubActionsAttribute
{
    public PipelineWorkflowAttribute(string name, GitHubActionsImage image, params GitHubActionsImage[] images)
        : base(name, image, images)
    {
        ReadPermissions = [GitHubActionsPermissions.Contents];
        TimeoutMinutes = 60;
        CacheIncludePatterns = ["~/.nuget/packages"];
    }

    protected override GitHubActionsJob GetJobs(GitHubActionsImage image, IReadOnlyCollection<ExecutableTarget> relevantTargets)
    {
        var job = base.GetJobs(image, relevantTargets);
        job.Steps = [.. job.Steps.Select(Own)];
        return job;
    }

    /// <summary>Inputs and secrets under the names that the build reads, none of which another program on the runner would use.</summary>
    protected override IEnumerable<(string, string)> GetImports()
    {
        foreach (var input in (OnWorkflowDispatchRequiredInputs ?? []).Concat(OnWorkflowDispatchOptionalInputs ?? []))
            yield return (Variable(input), $"${{{{ inputs.{input} }}}}");
        foreach (var secret in ImportSecrets ?? [])
            yield return (Variable(secret), $"${{{{ secrets.{Snake(secret)} }}}}");
        if (EnableGitHubToken)
            yield return ("GITHUB_TOKEN", "${{ secrets.GITHUB_TOKEN }}");
    }

    private GitHubActionsStep Own(GitHubActionsStep step) => step switch
    {
        GitHubActionsCheckoutStep checkout => new CheckoutStep(checkout),
        GitHubActionsCacheStep cache => new CacheStep(cache),
        GitHubActionsRunStep run => new BuildStep(run.InvokedTargets, [.. GetImports()]),
        GitHubActionsArtifactStep artifact => new ArtifactStep(artifact),
        _ => step,
    };

    private static string Variable(string parameter) => "NUKE_" + Snake(parameter);

    private static string Snake(string name) => CommandLine.Names.Kebab(name).Replace('-', '_').ToUpperInvariant();
}
