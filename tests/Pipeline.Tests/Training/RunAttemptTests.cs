using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Training;

public sealed class RunAttemptTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Attempt_ThatMadeAModel_LeavesItsCircumstancesAndNothingElse()
    {
        var origin = new RunOrigin(new RunData("loans.csv"), new RunSource("0123abcd", IsDirty: true));

        var run = await RunAsync(new FakeTrainer(_clock), Some.Request(_folder.Path) with { Origin = origin });

        File.Exists(Path()).ShouldBeFalse();
        var around = run.OrThrow().Circumstances.ShouldNotBeNull();
        (around.Data, around.Source).ShouldBe((origin.Data, origin.Source));
        around.PeakMemory.ShouldBeGreaterThan(1_000_000);
        around.Cpu.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        around.Environment.Processors.ShouldBeGreaterThan(0);
        around.Environment.Runtime.ShouldStartWith(".NET");
    }

    [Fact]
    public async Task Attempt_InOtherCircumstances_IsTheSameRunAndTheSameModel()
    {
        var here = await RunAsync(new FakeTrainer(_clock), Some.Request(_folder.Path));
        _clock.Advance(TimeSpan.FromDays(1));
        var there = await RunAsync(new FakeTrainer(_clock), Some.Request(_folder.Path) with
        {
            Origin = new RunOrigin(new RunData("other.csv"), new RunSource("fedc", IsDirty: null)),
        });

        (there.Value.Id, there.Value.Model).ShouldBe((here.Value.Id, here.Value.Model));
    }

    [Fact]
    public async Task Attempt_Refused_SaysWhyAndWithWhich()
    {
        var run = await RunAsync(new BrokenTrainer(() => Validated.Invalid<TrainedModel>(new Problem("No class is there."))));

        run.IsValid.ShouldBeFalse();
        var failed = (await ReadAsync()).ShouldNotBeNull();
        (failed.IsKilled, failed.Error).ShouldBe((false, "No class is there."));
        failed.Duration.ShouldNotBeNull();
        failed.Parameters["trees"].ShouldBe("7");
        failed.Rows.ShouldBe(3);
    }

    [Fact]
    public async Task Attempt_ThatThrew_SaysWhatAndThrowsOn()
    {
        await Should.ThrowAsync<IOException>(() => RunAsync(new BrokenTrainer(() => throw new IOException("The disk is full."))));

        (await ReadAsync())!.Error.ShouldBe("The disk is full.");
    }

    [Fact]
    public async Task Attempt_Interrupted_WasKilled()
    {
        await Should.ThrowAsync<OperationCanceledException>(
            () => RunAsync(new BrokenTrainer(() => throw new OperationCanceledException())));

        var failed = (await ReadAsync())!;
        (failed.IsKilled, failed.Error).ShouldBe((true, "It was interrupted."));
    }

    [Fact]
    public async Task Attempt_UnderWay_HasADocumentOfOneWhoseProcessEnds()
    {
        var seen = default(FailedRunDocument);

        await RunAsync(new BrokenTrainer(() =>
        {
            seen = ReadAsync().GetAwaiter().GetResult();
            return Validated.Invalid<TrainedModel>(new Problem("x"));
        }));

        seen.ShouldNotBeNull();
        (seen.IsKilled, seen.Duration, seen.Error).ShouldBe((true, null, "Its process ended before the training did."));
    }

    [Fact]
    public async Task Attempts_ThatFailTheSameWay_AreTwo()
    {
        await RunAsync(new BrokenTrainer(() => Validated.Invalid<TrainedModel>(new Problem("x"))));
        var first = (await ReadAsync())!.Id;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync(new BrokenTrainer(() => Validated.Invalid<TrainedModel>(new Problem("x"))));

        (await ReadAsync())!.Id.ShouldNotBe(first);
    }

    [Fact]
    public async Task Curves_WithoutANumber_LoseThatPointAlone()
    {
        var trained = default(TrainedModel);
        var request = Some.Request(_folder.Path);
        await RunAsync(new FakeTrainer(_clock), request);
        var artifact = await ModelArtifact.ReadAsync(request.Artifacts.Model, Token);
        trained = new TrainedModel(artifact, [])
        {
            Curves =
            [
                new MetricCurve(
                    "log_loss", [new(1, 0.5), new(2, double.NaN), new(3, double.PositiveInfinity), new(4, 0.4)]),
            ],
        };

        var run = (await RunAsync(new BrokenTrainer(() => Validated.Valid(trained)), request)).OrThrow();

        run.Curves.ShouldHaveSingleItem().Points.ShouldBe([new(1, 0.5), new(4, 0.4)]);
    }

    [Fact]
    public async Task Document_OfVersion2_IsStillRead()
    {
        var request = Some.Request(_folder.Path);
        await RunAsync(new FakeTrainer(_clock), request);
        var text = (await File.ReadAllTextAsync(request.Artifacts.Run, Token))
            .Replace("pipeline/run/v3", "pipeline/run/v2", StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text);
        var old = json.RootElement.EnumerateObject().Where(x => x.Name is not ("parameters" or "curves" or "circumstances"))
            .ToDictionary(x => x.Name, x => x.Value);
        await File.WriteAllTextAsync(request.Artifacts.Run, JsonSerializer.Serialize(old), Token);

        var read = (await DocumentFile.ReadAsync<RunDocument>(request.Artifacts.Run, Token)).OrThrow();

        read.Circumstances.ShouldBeNull();
        read.Parameters.ShouldBeEmpty();
        read.Trainer.ShouldBe("fast-fake");
    }

    [Theory]
    [InlineData(
        """{"trees": 7, "rate": 0.10, "kind": "dart", "on": true, "none": null}""", "kind=dart,on=true,rate=0.10,trees=7")]
    [InlineData("""{"booster": {"kind": "dart", "depth": {"most": 3}}}""", "booster.depth.most=3,booster.kind=dart")]
    [InlineData("""{"columns": ["a", "b"], "steps": [{"by": "x"}, {"by": "y"}]}""", "columns=a, b,steps.0.by=x,steps.1.by=y")]
    public void Parameters_OfOptions_AreTheirPaths(string options, string flat)
    {
        using var json = JsonDocument.Parse(options);

        string.Join(',', RunParameters.Flatten(json.RootElement).Select(x => $"{x.Key}={x.Value}")).ShouldBe(flat);
    }

    [Fact]
    public async Task Parameters_OfARun_AreItsOptionsWithTheirDefaults()
    {
        var run = await RunAsync(new FakeTrainer(_clock), Some.Request(_folder.Path));

        run.OrThrow().Parameters.Keys.ShouldBe(["growth.order", "growth.prunes", "learning-rate", "trees"]);
    }

    private string Path() => RunAttempt.PathIn(Some.Request(_folder.Path).Artifacts);

    private async Task<FailedRunDocument?> ReadAsync() =>
        (await DocumentFile.ReadAsync<FailedRunDocument>(Path(), Token)).TryGet(out var read) ? read : null;

    private Task<Validated<RunDocument>> RunAsync(ITrainer trainer, RunRequest? request = null) =>
        new TrainingRun(new TrainerCatalog(trainer), _clock).RunAsync(
            request ?? Some.Request(_folder.Path), new Progress<StepEvent>(), Token);

    private sealed class BrokenTrainer(Func<Validated<TrainedModel>> train) : ITrainer<FakeOptions>
    {
        public string Name => "fast-fake";

        public IReadOnlyList<ModelTask> Tasks => [ModelTask.BinaryClassification];

        public Validated<TrainedModel> Train(
            TrainingRequest request,
            FakeOptions options,
            IProgress<StepEvent> progress,
            CancellationToken cancellationToken) => train();
    }
}
