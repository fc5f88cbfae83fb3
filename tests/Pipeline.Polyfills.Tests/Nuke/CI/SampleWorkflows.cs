using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Permissions = Nuke.Common.CI.GitHubActions.GitHubActionsPermissions;

namespace Pipeline.Polyfills.Nuke.CI;

/// <summary>The workflows and the targets of the sample whose files the real package wrote.</summary>
[GitHubActions(
    "release",
    GitHubActionsImage.UbuntuLatest,
    OnPushTags = ["v*"],
    OnWorkflowDispatchOptionalInputs = ["Model"],
    InvokedTargets = ["Release"],
    ImportSecrets = ["RegistryToken"],
    EnableGitHubToken = true,
    WritePermissions = [Permissions.Contents, Permissions.Packages, Permissions.Deployments],
    ReadPermissions = [Permissions.Actions],
    EnvironmentName = "production",
    ConcurrencyGroup = "release",
    TimeoutMinutes = 60,
    FetchDepth = 0)]
[GitHubActions(
    "ci",
    GitHubActionsImage.UbuntuLatest,
    GitHubActionsImage.WindowsLatest,
    OnPushBranches = ["main"],
    OnPullRequestBranches = ["main"],
    InvokedTargets = ["Test"],
    CacheKeyFiles = ["global.json"],
    PublishArtifacts = false)]
[GitHubActions("monitor", GitHubActionsImage.UbuntuLatest, OnCronSchedule = "0 6 * * *", InvokedTargets = ["Clean"])]
[GitHubActions(
    "rollback",
    GitHubActionsImage.UbuntuLatest,
    OnWorkflowDispatchRequiredInputs = ["Environment"],
    OnWorkflowDispatchOptionalInputs = ["Revision", "Reason"],
    InvokedTargets = ["Rollback"])]
internal sealed class SampleWorkflows(string root) : FakeBuild(root)
{
    public static IReadOnlyCollection<ExecutableTarget> Targets(string root)
    {
        var validate = new ExecutableTarget { Name = "ValidateData" };
        var train = new ExecutableTarget { Name = "Train", ExecutionDependencies = { validate }, IsDefault = true };
        var status = new ExecutableTarget { Name = "Status" };
        var deploy = new ExecutableTarget { Name = "Deploy", ExecutionDependencies = { train }, Triggers = { status } };
        var release = new ExecutableTarget { Name = "Release", ExecutionDependencies = { deploy } };
        train.ArtifactProducts.Add(Path.Combine(root, "artifacts", "*.zip"));
        string[] others = ["Clean", "Test", "Rollback"];
        return [validate, train, status, deploy, release, .. others.Select(x => new ExecutableTarget { Name = x })];
    }
}
