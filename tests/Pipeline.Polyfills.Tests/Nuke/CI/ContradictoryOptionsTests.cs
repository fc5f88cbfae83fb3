using Nuke.Common.CI.GitHubActions;

namespace Pipeline.Polyfills.Nuke.CI;

public sealed class ContradictoryOptionsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public static TheoryData<string, Action<GitHubActionsAttribute>> Contradictions => new()
    {
        { "has both On and detailed triggers", x => x.On = [GitHubActionsTrigger.Push] },
        { "OnPushBranches and OnPushBranchesIgnore", x => x.OnPushBranchesIgnore = ["wip"] },
        { "OnPushTags and OnPushTagsIgnore", x => (x.OnPushTags, x.OnPushTagsIgnore) = (["v*"], ["v0*"]) },
        { "OnPullRequestTags", x => x.OnPullRequestTags = ["v*"] },
        { "names a dispatch input twice", Inputs(["Model"], ["model"]) },
        { "dispatch input whose name GitHub refuses", Inputs(["a }} ${{ b"], []) },
        { "'every day', which is not five fields", x => x.OnCronSchedule = "every day" },
        { "names a permission twice", Permissions(GitHubActionsPermissions.Contents, GitHubActionsPermissions.Contents) },
        { "secret whose name GitHub refuses", x => x.ImportSecrets = ["A }}"] },
        { "imports 'Model' twice", x => (x.ImportSecrets, x.OnWorkflowDispatchOptionalInputs) = (["Model"], ["Model"]) },
        { "EnvironmentUrl without EnvironmentName", x => x.EnvironmentUrl = "https://example.com" },
        { "ConcurrencyCancelInProgress without ConcurrencyGroup", x => x.ConcurrencyCancelInProgress = true },
        { "JobConcurrencyCancelInProgress without JobConcurrencyGroup", x => x.JobConcurrencyCancelInProgress = true },
        { "negative TimeoutMinutes", x => x.TimeoutMinutes = -1 },
        { "PublishArtifacts is off", x => (x.PublishArtifacts, x.PublishCondition) = (false, "always()") },
        { "CacheIncludePatterns names nothing", x => x.CacheIncludePatterns = [] },
        { "line break in a cache pattern", x => x.CacheIncludePatterns = ["a\nkey: b"] },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void Workflow_WithContradictoryOptions_IsRefusedInOneSentence(string reason, Action<GitHubActionsAttribute> contradict)
    {
        var workflow = new GitHubActionsAttribute("some", GitHubActionsImage.UbuntuLatest) { OnPushBranches = ["main"] };
        contradict(workflow);

        var refused = Should.Throw<InvalidOperationException>(() => _workspace.Generate(workflow));

        refused.Message.ShouldStartWith("The workflow 'some' ");
        refused.Message.ShouldContain(reason);
        refused.Message.IndexOf(". ", StringComparison.Ordinal).ShouldBe(-1);
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("two words")]
    [InlineData("")]
    public void Workflow_WhoseNameIsNoFileName_IsRefused(string name)
    {
        var workflow = new GitHubActionsAttribute(name, GitHubActionsImage.UbuntuLatest) { On = [GitHubActionsTrigger.Push] };

        var refused = Should.Throw<InvalidOperationException>(() => _workspace.Generate(workflow));

        refused.Message.ShouldContain("is no name for a file");
    }

    [Fact]
    public void Workflow_NamingAnImageTwice_IsRefused()
    {
        var workflow = new GitHubActionsAttribute("some", GitHubActionsImage.MacOs14, GitHubActionsImage.MacOs14);

        var refused = Should.Throw<InvalidOperationException>(() => _workspace.Generate(workflow));

        refused.Message.ShouldContain("names an image twice");
    }

    public void Dispose() => _workspace.Dispose();

    private static Action<GitHubActionsAttribute> Inputs(string[] optional, string[] required) =>
        x => (x.OnWorkflowDispatchOptionalInputs, x.OnWorkflowDispatchRequiredInputs) = (optional, required);

    private static Action<GitHubActionsAttribute> Permissions(GitHubActionsPermissions write, GitHubActionsPermissions read) =>
        x => (x.WritePermissions, x.ReadPermissions) = ([write], [read]);
}
