using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Testing;
using Pipeline.Training;

namespace Pipeline.Evaluation;

/// <summary>Two versions of a model of each task, trained, kept, loaded again and compared.</summary>
public sealed class TaskChampionTests : IDisposable
{
    private const int Count = 900;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("multiclass-classification", "accuracy")]
    [InlineData("multiclass-classification", "log_loss")]
    [InlineData("regression", "r2")]
    [InlineData("regression", "mean_absolute_error")]
    public async Task Gate_NoWorseThanTheVersionBefore_KnowsTheWorseOne(string task, string metric)
    {
        var (first, learned) = await TrainAsync(task, metric, trees: 2);
        var (second, _) = await TrainAsync(task, metric, trees: 100);
        using var before = first.Predictor;
        using var after = second.Predictor;

        var better = Evaluator.Evaluate(second with { Champion = Champion(first, learned) }, Token).Value;
        var worse = Evaluator.Evaluate(first with { Champion = Champion(second, learned) }, Token).Value;

        better.Report.Results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Passed);
        better.Champion.ShouldBe(new EvaluatedChampion(first.Model, Rows: Count / 3, LeftOut: 0));
        worse.Report.Results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    [Theory]
    [InlineData("multiclass-classification", "accuracy")]
    [InlineData("regression", "r2")]
    public async Task Gate_RowsThatTheVersionBeforeLearnedFrom_AreLeftOut(string task, string metric)
    {
        var (first, _) = await TrainAsync(task, metric, trees: 20);
        using var before = first.Predictor;
        var seen = RowSet.Of(first.Data.Test.Identities.Take(100));

        var compared = Evaluator.Evaluate(first with { Champion = Champion(first, seen) }, Token).Value;

        compared.Champion.ShouldBe(new EvaluatedChampion(first.Model, Rows: (Count / 3) - 100, LeftOut: 100));
        compared.Report.Results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Passed);
    }

    private static Champion.Ready Champion(EvaluationRequest version, RowSet learned) =>
        new(version.Model, version.Predictor, learned);

    /// <summary>The caller disposes of the predictor.</summary>
    private async Task<(EvaluationRequest Request, RowSet Learned)> TrainAsync(string task, string metric, int trees)
    {
        var manifest = Manifest(task, metric, trees);
        var (data, clock) = (Data(task), new ManualClock());
        var artifacts = new ArtifactLayout(_folder[$"{trees}"], manifest.Frame.Name);
        var training = new TrainingRun(new TrainerCatalog(MLNetTrainers.All(clock)), clock);
        var request = new RunRequest { Manifest = manifest, Data = data, Artifacts = artifacts, Load = LoadAsync };
        var run = (await training.RunAsync(request, new Progress<StepEvent>(), Token)).OrThrow();
        return (new EvaluationRequest
        {
            Manifest = manifest,
            Data = data,
            Predictor = new MLNetFlavor().Load(await ModelArtifact.ReadAsync(artifacts.Model, Token)),
            Model = run.Model,
            Metrics = StandardMetrics.All,
        }, RowSet.Of(data.Train.Identities));
    }

    private static Task<IPredictor> LoadAsync(ModelArtifact artifact, CancellationToken cancellationToken) =>
        Task.FromResult(new MLNetFlavor().Load(artifact));

    private static BoundManifest<ModelFrame> Manifest(string task, string metric, int trees) => ManifestReader.Read(
        $$"""
        pipeline: 1
        name: sizes
        task: {{task}}
        owner: team@example.com
        description: How large a thing is.
        training: {trainer: fast-tree, options: {trees: {{trees}} } }
        evaluation: {gates: [{metric: {{metric}}, no-worse-than: champion}]}
        """,
        "model.yml",
        ManifestSchema.Model(TrainingSection.Registration, EvaluationSection.Registration)).OrThrow();

    /// <summary>A number and one of six classes by two features, with noise; every third row is for the test.</summary>
    private static LabelledData Data(string task)
    {
        var random = new Random(1);
        var (length, width, names, sizes) = (
            new NumberColumnBuilder("length"), new NumberColumnBuilder("width"),
            new CategoryColumnBuilder("size"), new NumberColumnBuilder("size"));
        for (var i = 0; i < Count; i++)
        {
            var (x, y) = (random.NextDouble() * 10, random.NextDouble() * 10);
            var area = (x * y) + random.NextDouble();
            length.Append(x);
            width.Append(y);
            sizes.Append(area);
            names.Append($"size {Math.Min((int)(area / 10), 5)}");
        }

        var rows = Enumerable.Range(0, Count).ToLookup(x => x % 3 == 0);
        return new LabelledData
        {
            Rows = new Table(length.Build(), width.Build(), task == "regression" ? sizes.Build() : names.Build()),
            Features = ["length", "width"],
            Label = "size",
            Identities = [.. Enumerable.Range(0, Count).Select(x => (UInt128)(uint)x)],
            TrainIndexes = [.. rows[false]],
            TestIndexes = [.. rows[true]],
            Data = Digest.OfText("data"),
            Split = Digest.OfText("split"),
        };
    }
}
