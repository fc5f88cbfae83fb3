using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Pipeline.Testing;

namespace Pipeline.Polyfills.Nuke.CI;

public sealed class WorkflowGenerationTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private readonly Workspace _workspace = new();

    [Theory]
    [InlineData("ci")]
    [InlineData("monitor")]
    [InlineData("release")]
    [InlineData("rollback")]
    public void SampleWorkflow_Generated_EqualsTheRecordedFileByteForByte(string workflow)
    {
        var recorded = File.ReadAllBytes(Repository.Shared("facts", "nuke", "workflows", $"{workflow}.yml"));

        Workspace.GenerateAll(new SampleWorkflows(_workspace.Root), SampleWorkflows.Targets(_workspace.Root));

        File.ReadAllBytes(_workspace.PathOf(workflow)).ShouldBe(recorded);
    }

    [Fact]
    public void Workflow_GeneratedWithoutAChange_LeavesTheFileAlone()
    {
        _workspace.Generate(Some());
        File.SetLastWriteTimeUtc(_workspace.PathOf("some"), LongAgo);

        _workspace.Generate(Some());

        File.GetLastWriteTimeUtc(_workspace.PathOf("some")).ShouldBe(LongAgo);
    }

    [Fact]
    public void Workflow_GeneratedWithAChange_ReplacesTheFile()
    {
        _workspace.Generate(Some());
        var changed = Some();
        changed.TimeoutMinutes = 5;

        var lines = _workspace.Generate(changed);

        lines.ShouldContain("    timeout-minutes: 5");
    }

    [Fact]
    public void Workflow_Refused_LeavesTheFileAlone()
    {
        _workspace.Generate(Some());
        var before = _workspace.LinesOf("some");
        var withoutTrigger = Some();
        withoutTrigger.On = [];

        var refused = Should.Throw<InvalidOperationException>(() => _workspace.Generate(withoutTrigger));

        refused.Message.ShouldContain("'some' has no trigger");
        _workspace.LinesOf("some").ShouldBe(before);
        Directory.GetFiles(Path.GetDirectoryName(_workspace.PathOf("some"))!).ShouldHaveSingleItem();
    }

    [Fact]
    public void Workflow_NotGeneratedAutomatically_IsNotToldHowToTurnThatOff()
    {
        var manual = Some();
        manual.AutoGenerate = false;

        _workspace.Generate(manual);

        var lines = _workspace.LinesOf("some");
        lines.ShouldContain("#         nuke --generate-configuration GitHubActions_some --host GitHubActions");
        lines.ShouldNotContain(x => x.Contains("AutoGenerate"));
    }

    [Fact]
    public void Workflow_InvokingAnUnknownTarget_IsRefusedWithTheKnownOnes()
    {
        var workflow = Some();
        workflow.InvokedTargets = ["Relaese"];
        ExecutableTarget[] targets = [new() { Name = "Release" }, new() { Name = "Deploy" }];

        var refused = Should.Throw<InvalidOperationException>(() => _workspace.Generate(workflow, targets));

        refused.Message.ShouldContain("'Relaese'");
        refused.Message.ShouldContain("Deploy, Release");
    }

    [Fact]
    public void Workflows_OfTheSameName_AreRefused()
    {
        var build = new TwiceTheSame(_workspace.Root);

        var refused = Should.Throw<InvalidOperationException>(() => Workspace.GenerateAll(build, []));

        refused.Message.ShouldContain("GitHubActions (same)");
    }

    public void Dispose() => _workspace.Dispose();

    private static GitHubActionsAttribute Some() =>
        new("some", GitHubActionsImage.UbuntuLatest) { On = [GitHubActionsTrigger.Push] };

    [GitHubActions("same", GitHubActionsImage.UbuntuLatest, On = [GitHubActionsTrigger.Push])]
    [GitHubActions("same", GitHubActionsImage.MacOsLatest, On = [GitHubActionsTrigger.Push])]
    private sealed class TwiceTheSame(string root) : FakeBuild(root);
}
