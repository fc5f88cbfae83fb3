using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Evaluation.Fairness;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Runs;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Windows;
using Pipeline.Statistics;
using Pipeline.Testing;

namespace Pipeline.Monitoring;

/// <summary>A regression whose errors grow with "size", of which a person's "owner" is one of the inputs.</summary>
public sealed class ReferenceMakerTests : IDisposable
{
    private const int Rows = 1500;

    private static readonly PredictorCatalog Predictors = new(new MLNetFlavor());
    private static readonly PerformanceOptions Quick = new() { Resamples = 100 };
    private static readonly Lazy<ReferenceDocument> Made = new(Make);

    private static readonly ModelSignature Signature = new()
    {
        Flavor = "mlnet",
        Task = ModelTask.Regression,
        Label = new ModelLabel.Number("price"),
        Inputs =
        [
            new ModelInput("size", ColumnType.Number, MayBeMissing: false),
            new ModelInput("owner", ColumnType.Category, MayBeMissing: false),
            new ModelInput("rooms", ColumnType.Number, MayBeMissing: false),
        ],
        Outputs = [ModelOutputs.Value],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Make_ReferenceThatWasKept_HasNoRowAndNothingOfPersonalColumns()
    {
        await DocumentFile.WriteAsync(_folder["reference.json"], Made.Value, TestContext.Current.CancellationToken);

        var text = File.ReadAllText(_folder["reference.json"]);

        text.ShouldNotContain("ada-7");
        Made.Value.Reconstruction!.Dimensions.Select(x => x.Column).ShouldBe(["size", "rooms"]);
        Made.Value.LossModels.Keys.Order().ShouldBe(LossEstimate.Metrics.Order());
        var read = (await DocumentFile.ReadAsync<ReferenceDocument>(
            _folder["reference.json"], TestContext.Current.CancellationToken)).OrThrow();
        KeptModels.Load(read, Predictors).ShouldNotBeNull().Dispose();
    }

    /// <summary>Larger houses are asked for than in training: nobody knows yet what they were sold for.</summary>
    [Fact]
    public void Measure_WindowOfARegression_IsEstimatedByWhatTheReferenceKeeps()
    {
        var (inputs, answers, truth) = Houses(Rows, 5, Math.Sqrt);
        int[] some = [.. Enumerable.Range(0, Rows).Where(x => x % 3 > 0)];
        var sample = new RowSample(inputs.Without("owner").Select(some), some);
        var rows = SomeRows.Of(
            ModelTask.Regression, Signature.Label, new DecisionRule.None(), truth, answers).WithoutOutcomes();
        var model = new WatchedModel { Digest = Digest.OfText("model"), Signature = Signature, Reference = Made.Value };
        using var measurer = new RowsMeasurer(StandardMetrics.All, new FairnessSpec(), Quick) { Predictors = Predictors };

        var measured = measurer.Measure(
                new WindowRows(model, Window, rows, sample, null), TestContext.Current.CancellationToken).Measurements
            .Single(x => x.Name == "estimated_mean_absolute_error");

        var real = answers.Zip(truth, (x, y) => Math.Abs(x - y)).Average();
        var usual = Number(Made.Value.Performance!.Measurements.Single(x => x.Name == "mean_absolute_error"));
        Number(measured).ShouldBe(real, 0.1 * real);
        Number(measured).ShouldBeGreaterThan(1.1 * usual);
        measured.Samples.ShouldBe(some.Length);
    }

    [Fact]
    public void Measure_DamagedModelOfLosses_SaysSoAndMeasuresTheRest()
    {
        var (inputs, answers, truth) = Houses(300, 5, x => x);
        int[] all = [.. Enumerable.Range(0, 300)];
        var damaged = Made.Value with
        {
            LossModels = Made.Value.LossModels.ToDictionary(
                x => x.Key,
                x => (IReadOnlyDictionary<string, byte[]>)x.Value.ToDictionary(
                    y => y.Key, y => y.Key == ModelSignature.FileName ? y.Value : [1, 2, 3])),
        };
        var model = new WatchedModel { Digest = Digest.OfText("model"), Signature = Signature, Reference = damaged };
        var rows = SomeRows.Of(ModelTask.Regression, Signature.Label, new DecisionRule.None(), truth, answers);
        using var measurer = new RowsMeasurer(StandardMetrics.All, new FairnessSpec(), Quick) { Predictors = Predictors };

        var measured = measurer.Measure(
            new WindowRows(model, Window, rows, new RowSample(inputs.Without("owner"), all), null),
            TestContext.Current.CancellationToken);

        measured.Notes.ShouldContain(x => x.StartsWith("The model in 'the monitoring reference", StringComparison.Ordinal));
        measured.Measurements.Single(x => x.Name == "mean_absolute_error").Value.ShouldBeOfType<MeasuredValue.Number>();
        measured.Measurements.Single(x => x.Name == "estimated_mean_absolute_error").Value
            .ShouldBeOfType<MeasuredValue.NotMeasured>();
    }

    private static readonly WindowDocument Window = new()
    {
        Series = new WindowSeries(Digest.OfText("model"), IsShadow: false),
        Model = ModelName.Parse("houses"),
        From = SomeLog.Monday,
        To = SomeLog.Monday + TimeSpan.FromHours(1),
        Rows = Rows,
        Predictions = Rows,
        InputProfiles = [],
        OutputProfiles = [],
        Latency = new ColumnProfile { Name = "latency", Type = DataType.Number, Count = 0, Missing = 0 },
        Outcomes = new FeedbackCounts(),
    };

    private static ReferenceDocument Make()
    {
        var (inputs, answers, truth) = Houses(2 * Rows, 1, x => x);
        var held = SomeRows.Of(ModelTask.Regression, Signature.Label, new DecisionRule.None(), truth, answers);
        var evaluation = new EvaluationDocument
        {
            Name = ModelName.Parse("houses"),
            Model = Digest.OfText("model"),
            Split = Digest.OfText("split"),
            Rows = truth.Length,
            Label = Signature.Label,
            Decision = new DecisionRule.None(),
            Classes = [],
            Resamples = 100,
            Seed = 1,
            Measurements = PerformanceMonitorTests.ReferenceOf(held).Measurements,
            Groups = [],
            Report = new CheckReport([]),
        };
        var rows = new TestRows
        {
            Task = ModelTask.Regression,
            Label = Signature.Label,
            IsGrouped = false,
            Identities = [.. Enumerable.Range(0, truth.Length).Select(x => (UInt128)x)],
            Truth = truth,
        };
        var told = new TestAnswers { Rows = Digest.OfText("rows"), Decision = new DecisionRule.None(), Columns = [answers] };
        var maker = new ReferenceMaker(StandardMetrics.All, Quick)
        {
            Losses = new LossModelMaker(MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "light-gbm"), null, 1),
            Load = Predictors.Load,
        };
        return maker.Make(
            Signature,
            new ReferenceTables(inputs, inputs, new HashSet<string> { "owner" }),
            evaluation,
            new AnsweredRows(rows, told),
            CancellationToken.None).OrThrow();
    }

    private static (Table Inputs, double[] Answers, double[] Truth) Houses(int count, int seed, Func<double, double> asked)
    {
        var random = new SeededRandom(seed, 0);
        var (sizes, rooms, truth) = (new double[count], new double[count], new double[count]);
        for (var row = 0; row < count; row++)
        {
            sizes[row] = asked(random.Unit());
            rooms[row] = Math.Round(4 * sizes[row]) + random.Below(2);
            truth[row] = (10 * sizes[row]) + ((1 + (4 * sizes[row])) * random.Normal());
        }

        var owners = new CategoryColumnBuilder("owner");
        for (var row = 0; row < count; row++)
            owners.Append($"ada-{row % 10}");
        var inputs = new Table(new NumberColumn("size", [.. sizes]), owners.Build(), new NumberColumn("rooms", [.. rooms]));
        return (inputs, [.. sizes.Select(x => 10 * x)], truth);
    }

    private static double Number(Measurement measured) => ((MeasuredValue.Number)measured.Value).Value;
}
