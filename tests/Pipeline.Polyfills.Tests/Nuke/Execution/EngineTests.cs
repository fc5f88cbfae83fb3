using Pipeline.Testing;

namespace Pipeline.Polyfills.Nuke.Execution;

/// <summary>What the recorded runs do not show, from the documentation of the real package.</summary>
public sealed class EngineTests : IDisposable
{
    private readonly EngineRun _engine = new();

    [Fact]
    public void Targets_InACircle_AreNamedInIt()
    {
        var run = _engine.Run("Circular", "");

        run.ExitCode.ShouldBe(255);
        run.Text.ShouldContain("A -> B -> C -> A");
        run.Text.ShouldNotContain("   at ");
    }

    [Fact]
    public void Relations_OfEveryKind_OrderThePlan()
    {
        var run = _engine.Run("Relations", "");

        Targets("Relations", "", run).Select(x => x.Replace(" Succeeded", "")).Order().ShouldBe(
            ["Dependency", "Early", "First", "Late", "Main", "Second", "Triggered"]);
        Before(run, "Early", "Dependency").ShouldBeTrue();
        Before(run, "Dependency", "Main").ShouldBeTrue();
        Before(run, "First", "Main").ShouldBeTrue();
        Before(run, "Main", "Second").ShouldBeTrue();
        Before(run, "Second", "Triggered").ShouldBeTrue();
        Before(run, "Triggered", "Late").ShouldBeTrue();
    }

    [Fact]
    public void StaticCondition_False_SkipsDependenciesThatNobodyElseNeeds()
    {
        var run = _engine.Run("Conditions", "SkipsDependency");

        Targets("Conditions", "SkipsDependency", run).ShouldBe(
            ["Dependency Skipped // Skipped: because of SkipsDependency", "SkipsDependency Skipped // OnlyWhen: Never"]);
    }

    [Fact]
    public void StaticCondition_FalseWithSharedDependency_RunsIt()
    {
        var run = _engine.Run("Conditions", "SkipsDependency NeedsDependencyToo");

        Targets("Conditions", "", run).ShouldContain("Dependency Succeeded");
    }

    [Fact]
    public void WhenSkipped_Execute_RunsDependencies()
    {
        var run = _engine.Run("Conditions", "KeepsDependency");

        Targets("Conditions", "", run).ShouldBe(["Dependency Succeeded", "KeepsDependency Skipped // OnlyWhen: Never"]);
    }

    [Fact]
    public void ProceedAfterFailure_GoesOnAndFailsAtTheEnd()
    {
        var run = _engine.Run("Conditions", "AfterProceeds");

        run.ExitCode.ShouldBe(255);
        Targets("Conditions", "", run).ShouldBe(
            ["Proceeds Failed // InvalidOperationException: broken", "AfterProceeds Succeeded"]);
    }

    [Fact]
    public void Target_WithoutActions_IsCollective()
    {
        var run = _engine.Run("Conditions", "Collects");

        run.ExitCode.ShouldBe(0);
        Targets("Conditions", "", run).ShouldBe(["Dependency Succeeded", "Collects Collective"]);
    }

    [Theory]
    [InlineData("RequiresSmall", 255)]
    [InlineData("RequiresSmall --small 50", 255)]
    [InlineData("RequiresSmall --small 5", 0)]
    public void Requirement_BeforeAnyTarget_DecidesTheRun(string arguments, int exitCode)
    {
        var run = _engine.Run("Conditions", arguments);

        run.ExitCode.ShouldBe(exitCode, run.Text);
    }

    [Fact]
    public void ExitCode_SetByTheBuild_IsReturned()
    {
        var run = _engine.Run("Conditions", "Exits");

        run.ExitCode.ShouldBe(7);
    }

    [Fact]
    public void Definition_OfBaseAndComponent_IsAddedTo()
    {
        var run = _engine.Run("Overriding", "Virtual Component");

        Messages(run).ShouldBe(["[INF] component", "[INF] build", "[INF] base", "[INF] derived"]);
    }

    [Fact]
    public void Events_OfAGoodAndABadRun_ComeInOrder()
    {
        var good = _engine.Run("Events", "Skipped Good");
        var bad = _engine.Run("Events", "Bad");

        EventsOf(good).ShouldBe(
            ["created", "initialized", "Skipped skipped", "Good starts", "running", "Good succeeded", "finished True"]);
        EventsOf(bad).ShouldBe(["created", "initialized", "Bad starts", "Bad failed", "finished False"]);
    }

    [Fact]
    public void Plan_OnRequest_ShowsOrderAndRunsNothing()
    {
        var run = _engine.Run("Relations", "--plan");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Dependency");
        run.Output.ShouldNotContain("Succeeded");
        File.Exists(Path.Combine(_engine.Root, ".nuke", "temp", "execution-plan.html")).ShouldBeTrue();
    }

    [Fact]
    public void RootFolder_WithoutMarker_EndsTheProcess()
    {
        Directory.Delete(Path.Combine(_engine.Root, ".nuke"), recursive: true);

        var run = _engine.Run("Events", "Good");

        run.ExitCode.ShouldBe(134);
    }

    [Fact]
    public void Continue_AfterFailure_RunsOnlyWhatDidNotSucceed()
    {
        _engine.Run("Conditions", "Dependency Proceeds");

        var run = _engine.Run("Conditions", "Dependency Proceeds --continue");

        Targets("Conditions", "", run).ShouldContain(x => x.StartsWith("Dependency Skipped", StringComparison.Ordinal));
        Targets("Conditions", "", run).ShouldContain(x => x.StartsWith("Proceeds Failed", StringComparison.Ordinal));
    }

    public void Dispose() => _engine.Dispose();

    private static IReadOnlyList<string> Targets(string build, string arguments, Child run) =>
        Transcript.OfRun($"{build} {arguments}", run).Targets;

    private static IReadOnlyList<string> Messages(Child run) => Transcript.OfRun("", run).Messages;

    private static bool Before(Child run, string first, string second)
    {
        var order = Transcript.OfRun("", run).Targets.Select(x => x.Split(' ')[0]).ToList();
        return order.IndexOf(first) < order.IndexOf(second);
    }

    private static IReadOnlyList<string> EventsOf(Child run) =>
        [.. run.Output.Split('\n').Where(x => x.StartsWith("event: ", StringComparison.Ordinal)).Select(x => x[7..].TrimEnd())];
}
