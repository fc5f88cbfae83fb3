using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Manifest;
using Pipeline.Evaluation.Metrics;
using Pipeline.MLNet;
using Pipeline.MLNet.Trainers;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Testing;
using Pipeline.Training;

namespace Pipeline.Evaluation;

/// <summary>From rows to a verdict with a real trainer: fast-tree on the Adult census, as it was recorded.</summary>
public sealed class AdultTests : IDisposable
{
    private const string Gates = "{metric: roc_auc, at-least: 0.9}, {metric: roc_auc, no-worse-than: champion, margin: 0.005}, "
        + "{metric: recall, slice: sex, at-least: 0.4}";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_TrainedModel_ScoresLikeTheRecordedOne()
    {
        var request = await TrainAsync("full", trees: 100);
        using var predictor = request.Predictor;

        var document = Evaluator.Evaluate(request, Token).Value;

        Value(document, "roc_auc").ShouldBe(0.9293, 0.004);
        Value(document, "average_precision").ShouldBe(0.8268, 0.01);
        Value(document, "accuracy").ShouldBe(0.8729, 0.005);
        (Value(document, "log_loss") / Math.Log(2)).ShouldBe(0.4060, 0.01);
        document.Report.Results.Select(x => x.Verdict.Outcome).ShouldBe(
            [Outcome.Passed, Outcome.Skipped, Outcome.Passed, Outcome.Passed]);
    }

    [Fact]
    public async Task Evaluate_StuntedModel_IsWorseThanItsChampionAndNotTheOtherWayRound()
    {
        var full = await TrainAsync("full", trees: 60);
        var stunted = await TrainAsync("stunted", trees: 3);
        using var first = full.Predictor;
        using var second = stunted.Predictor;

        var worse = Evaluator.Evaluate(stunted with { Champion = Ready(full) }, Token).Value;
        var better = Evaluator.Evaluate(full with { Champion = Ready(stunted) }, Token).Value;

        worse.Report.Results[1].Verdict.Outcome.ShouldBe(Outcome.Failed);
        better.Report.Results[1].Verdict.Outcome.ShouldBe(Outcome.Passed);
        better.Champion.ShouldBe(new EvaluatedChampion(stunted.Model, Rows: 6512, LeftOut: 0));
    }

    private static Champion.Ready Ready(EvaluationRequest request) => new(request.Model, request.Predictor, RowSet.Empty);

    private static double Value(EvaluationDocument document, string metric) =>
        ((MeasuredValue.Number)document.Measurements.Single(x => x.Name == metric).Value).Value;

    /// <summary>The caller disposes of the predictor.</summary>
    private async Task<EvaluationRequest> TrainAsync(string name, int trees)
    {
        var manifest = Read(trees);
        var rows = Rows();
        var artifacts = new ArtifactLayout(_folder[name], manifest.Frame.Name);
        var clock = new ManualClock();
        var training = new TrainingRun(new TrainerCatalog(new FastTreeTrainer(clock)), clock);
        var run = (await training.RunAsync(
            new RunRequest
            {
                Manifest = manifest,
                Data = rows,
                Artifacts = artifacts,
                Load = (artifact, _) => Task.FromResult(new MLNetFlavor().Load(artifact)),
            }, new Silent(), Token)).OrThrow();
        var predictor = new PredictorCatalog(new MLNetFlavor()).Load(await ModelArtifact.ReadAsync(artifacts.Model, Token));
        return new EvaluationRequest
        {
            Manifest = manifest,
            Data = rows,
            Predictor = predictor,
            Model = run.Model,
            Metrics = StandardMetrics.All,
        };
    }

    internal static LabelledData Rows()
    {
        var (training, test) = Adult.Read(Repository.Shared("data", "adult.csv"));
        var all = new Table(training.Columns.Select(x => Joined(x, test[x.Name])));
        return new LabelledData
        {
            Rows = all,
            Features = [.. all.Columns.Select(x => x.Name).Where(x => x != Adult.Label)],
            TrainIndexes = [.. Enumerable.Range(0, training.RowCount)],
            TestIndexes = [.. Enumerable.Range(training.RowCount, test.RowCount)],
            Identities = [.. Enumerable.Range(0, all.RowCount).Select(x => (UInt128)(uint)x)],
            Label = Adult.Label,
            Data = Digest.OfText("adult"),
            Split = Digest.OfText("every fifth"),
        };
    }

    private static Column Joined(Column first, Column second) => (first, second) switch
    {
        (NumberColumn x, NumberColumn y) => new NumberColumn(x.Name, [.. x.Values, .. y.Values]),
        (CategoryColumn x, CategoryColumn y) => new CategoryColumn(x.Name, [.. x.Codes, .. y.Codes], x.Domain),
        _ => throw new InvalidOperationException($"'{first.Name}' is a text."),
    };

    private static BoundManifest<ModelFrame> Read(int trees) => ManifestReader.Read(
        $$"""
        pipeline: 1
        name: adult
        task: binary-classification
        owner: risk-team@example.com
        description: Whether a person earns more than 50,000 a year.
        training:
          trainer: fast-tree
          options: {trees: {{trees}} }
        evaluation:
          gates: [{{Gates}}]
        """,
        "model.yml",
        ManifestSchema.Model(TrainingSection.Registration, EvaluationSection.Registration)).OrThrow();

    private sealed class Silent : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
        }
    }
}
