using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Core.Stages;

public sealed class StageRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private int _worked;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_FirstTime_WorksAndSaysWhy()
    {
        var run = await RunAsync(Train());

        _worked.ShouldBe(1);
        run.Plan.ToString().ShouldBe("train runs, because it has no record yet");
    }

    [Fact]
    public async Task Run_NothingChanged_IsSkippedWithTheLastRecord()
    {
        var first = await RunAsync(Train());

        var second = await RunAsync(Train());

        _worked.ShouldBe(1);
        second.Plan.ToString().ShouldBe("train is up to date");
        Digest.OfJson(second.Record).ShouldBe(Digest.OfJson(first.Record));
    }

    [Fact]
    public async Task Record_OfARun_SaysWhenAndHowLong()
    {
        var run = await RunAsync(Train());

        run.Record.Duration.ShouldBe(TimeSpan.FromSeconds(3));
        run.Record.FinishedAt.ShouldBe(_clock.GetUtcNow());
        run.Record.Outputs["model.zip"].ShouldBe(Digest.OfText("model of d1"));
        run.Record.Attempt.ShouldBe(1);
    }

    [Theory]
    [InlineData("left alone", "train is up to date")]
    [InlineData("changed", "train runs, because output 'model/' was changed by somebody else")]
    [InlineData("added to", "train runs, because output 'model/' was changed by somebody else")]
    [InlineData("gone", "train runs, because output 'model/' is missing")]
    public async Task Output_ThatIsAFolder_IsAllOfItsFiles(string state, string plan)
    {
        var stage = Train() with { Outputs = ["model/"] };
        await Runner().RunAsync(stage, token => Task.Run(() => _folder.Write("model/a.bin", "a"), token), force: false, Token);

        if (state == "gone")
            Directory.Delete(_folder["model"], recursive: true);
        else if (state != "left alone")
            _folder.Write(state == "changed" ? "model/a.bin" : "model/b.bin", "b");

        (await Runner().PlanAsync(stage, force: false, Token)).ToString().ShouldBe(plan);
    }

    [Fact]
    public async Task Plan_InputsChangedAddedRemoved_NamesThemAll()
    {
        await RunAsync(Train());
        var inputs = new Dictionary<string, Digest> { ["data"] = Digest.OfText("d2"), ["x"] = Digest.OfText("x") };
        var stage = Train() with { Inputs = inputs };

        var plan = await Runner().PlanAsync(stage, force: false, Token);

        plan.ToString().ShouldBe(
            "train runs, because input 'data' changed and input 'x' is new and input 'training' is no longer one");
        plan.LastDuration.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Plan_OutputMissing_Runs()
    {
        await RunAsync(Train());
        File.Delete(_folder["model.zip"]);

        var plan = await Runner().PlanAsync(Train(), force: false, Token);

        plan.Reasons.ShouldBe([new StageReason.OutputMissing("model.zip")]);
    }

    [Fact]
    public async Task Plan_OutputEdited_Runs()
    {
        await RunAsync(Train());
        await File.WriteAllTextAsync(_folder["model.zip"], "edited", Token);

        var plan = await Runner().PlanAsync(Train(), force: false, Token);

        plan.Reasons.ShouldBe([new StageReason.OutputChanged("model.zip")]);
    }

    [Fact]
    public async Task Plan_OutputDeclaredSince_Runs()
    {
        await RunAsync(Train());

        var plan = await Runner().PlanAsync(Train() with { Outputs = ["model.zip", "run.json"] }, force: false, Token);

        plan.Reasons.ShouldBe([new StageReason.OutputAdded("run.json")]);
    }

    [Fact]
    public async Task Plan_OtherToolkit_RunsAndSaysBothVersions()
    {
        await RunAsync(Train());
        var runner = new StageRunner(_folder.Path, _folder["records"], _clock, "9.0.0");

        var plan = await runner.PlanAsync(Train(), force: false, Token);

        plan.ToString().ShouldBe("train runs, because the toolkit changed from 0.1.0 to 9.0.0");
    }

    [Fact]
    public async Task Plan_VersionChanged_SaysBoth()
    {
        await RunAsync(Train() with { Versions = new Dictionary<string, string> { ["runtime"] = "10.0.11", ["sdk"] = "1" } });
        var stage = Train() with { Versions = new Dictionary<string, string> { ["runtime"] = "10.0.12", ["hour"] = "22" } };

        var plan = await Runner().PlanAsync(stage, force: false, Token);

        plan.ToString().ShouldBe(
            "train runs, because input 'hour' is new and input 'runtime' changed from 10.0.11 to 10.0.12 "
            + "and input 'sdk' is no longer one");
    }

    [Fact]
    public async Task Run_Forced_WorksAgain()
    {
        await RunAsync(Train());

        var run = await RunAsync(Train(), force: true);

        _worked.ShouldBe(2);
        run.Plan.Reasons.ShouldBe([new StageReason.Forced()]);
    }

    [Fact]
    public async Task Run_RecordDamaged_WorksAgain()
    {
        await RunAsync(Train());
        await File.WriteAllTextAsync(_folder["records", "train.json"], "{", Token);

        var run = await RunAsync(Train());

        run.Plan.Reasons.ShouldHaveSingleItem().ShouldBeOfType<StageReason.RecordUnreadable>();
        (await Runner().PlanAsync(Train(), force: false, Token)).IsUpToDate.ShouldBeTrue();
    }

    [Fact]
    public async Task Run_WorkThrows_GoesThroughAndRunsAgain()
    {
        await RunAsync(Train());

        await Should.ThrowAsync<TimeoutException>(
            () => Runner().RunAsync(Train(), _ => throw new TimeoutException(), force: true, Token));

        var plan = await Runner().PlanAsync(Train(), force: false, Token);
        plan.Reasons.ShouldBe([new StageReason.Interrupted()]);
    }

    [Fact]
    public async Task Run_OutputNotMade_IsTheCallersBug() =>
        (await Should.ThrowAsync<InvalidOperationException>(
            () => Runner().RunAsync(Train(), _ => Task.CompletedTask, force: false, Token)))
            .Message.ShouldBe("Stage 'train' ended without its output 'model.zip'.");

    [Fact]
    public async Task Run_WhileAnotherRuns_SaysSo()
    {
        var nested = Runner();

        var busy = await Should.ThrowAsync<StageBusyException>(() => Runner().RunAsync(
            Train(), token => nested.RunAsync(Train(), _ => Task.CompletedTask, force: false, token), force: false, Token));

        busy.Message.ShouldStartWith("Stage 'train' is being run by another process");
    }

    [Theory]
    [InlineData("../model.zip")]
    [InlineData("/tmp/model.zip")]
    public async Task Run_OutputOutsideTheRoot_IsRefused(string output) =>
        await Should.ThrowAsync<ArgumentException>(() => RunAsync(Train() with { Outputs = [output] }));

    [Fact]
    public void Stage_NameThatIsNoSlug_IsRefused() =>
        Should.Throw<ArgumentException>(() => Train() with { Name = "../train" });

    public void Dispose() => _folder.Dispose();

    private static Stage Train() => new()
    {
        Name = "train",
        Inputs = new Dictionary<string, Digest> { ["data"] = Digest.OfText("d1"), ["training"] = Digest.OfText("t") },
        Outputs = ["model.zip"],
    };

    private StageRunner Runner() => new(_folder.Path, _folder["records"], _clock, "0.1.0");

    private Task<StageRun> RunAsync(Stage stage, bool force = false) => Runner().RunAsync(stage, Work, force, Token);

    private async Task Work(CancellationToken cancellationToken)
    {
        _worked++;
        _clock.Advance(TimeSpan.FromSeconds(3));
        await File.WriteAllTextAsync(_folder["model.zip"], "model of d1", cancellationToken);
    }
}
