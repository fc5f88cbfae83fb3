using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Fairness;
using Pipeline.Evaluation.Metrics;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Replay;
using Pipeline.Statistics;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Windows;

public sealed class RowsMeasurerTests : IDisposable
{
    private static readonly PerformanceOptions Quick = new() { Resamples = 200 };

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly CollectedProblems _problems = new();

    public RowsMeasurerTests() => _clock.Advance(SomeLog.Monday + TimeSpan.FromHours(10) - _clock.GetUtcNow());

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// From the first window on an answer of 0.9 comes true in 58 of 100 rows. The second one has no outcome: its estimates are
    /// by what the first has shown.
    /// </summary>
    [Fact]
    public async Task Measure_CalibrationThatDrifted_IsMadeAnewByTheOutcomesOfTheWindowBefore()
    {
        var log = new SomeLog(_folder);
        Ask(log, hour: 0, hasOutcomes: true, Flat);
        Ask(log, hour: 1, hasOutcomes: false, Flat);

        var windows = await MakeAsync(log);

        var real = Number(windows[0], "roc_auc");
        Number(windows[0], "estimated_roc_auc").ShouldBeGreaterThan(real + 0.15);
        Number(windows[1], "estimated_roc_auc").ShouldBe(real, 0.06);
        windows[0].Notes.ShouldContain(x => x.Contains("estimates are not to be trusted", StringComparison.Ordinal));
    }

    /// <summary>One answer is no probability, one is missing, one outcome is no class: all else is measured as it is.</summary>
    [Fact]
    public async Task Measure_AnswersAndOutcomesThatAreNone_AreLeftOutAndCounted()
    {
        var log = new SomeLog(_folder);
        Ask(log, hour: 0, hasOutcomes: true, x => x);
        using var other = new TemporaryFolder();
        var broken = new SomeLog(other);
        Ask(broken, hour: 0, hasOutcomes: true, x => x);
        foreach (var (number, answer) in new[] { (1, double.NaN), (2, 7.0), (3, 0.5) })
        {
            var prediction = SomeLog.Prediction(77, number, TimeSpan.FromMinutes(1));
            var outputs = new LoggedValues(["probability"], [LoggedValue.Of(answer)]);
            broken.Append(77, prediction with { Outputs = outputs });
        }

        broken.Append(77, SomeLog.Feedback(77, 3, TimeSpan.FromMinutes(2), "perhaps"));

        var (whole, window) = ((await MakeAsync(log))[0], (await MakeAsync(broken))[0]);

        window.Rows.ShouldBe(whole.Rows + 3);
        Number(window, "roc_auc").ShouldBe(Number(whole, "roc_auc"));
        window.Notes.ShouldBe([
            "2 rows are left out: their answer is missing, or none of the task's.",
            "1 outcomes are nothing that the model could answer; their rows count as not labelled.",
            .. whole.Notes,
        ]);
    }

    [Fact]
    public async Task Measure_CalibrationThatHolds_StaysAsTheEvaluationHasIt()
    {
        var log = new SomeLog(_folder);
        Ask(log, hour: 0, hasOutcomes: true, x => x);
        Ask(log, hour: 1, hasOutcomes: false, x => x);

        var windows = await MakeAsync(log);

        Number(windows[1], "estimated_roc_auc").ShouldBe(Number(windows[0], "estimated_roc_auc"), 1e-9);
    }

    /// <summary>What was recalibrated is over as soon as outcomes say that probabilities mean what they did.</summary>
    [Fact]
    public async Task Measure_CalibrationThatIsWellAgain_IsTheEvaluationsAgain()
    {
        var log = new SomeLog(_folder);
        Ask(log, hour: 0, hasOutcomes: true, Flat);
        Ask(log, hour: 1, hasOutcomes: true, x => x);
        Ask(log, hour: 2, hasOutcomes: false, x => x);

        var windows = await MakeAsync(log);

        Number(windows[2], "estimated_roc_auc").ShouldBe(Number(windows[0], "estimated_roc_auc"), 1e-9);
    }

    /// <summary>The model does not know "sex": a file of outcomes does. Women are answered 0.8 and men 0.2.</summary>
    [Fact]
    public async Task Fairness_OfAColumnThatComesWithOutcomes_IsOfTheRowsThatHaveOne()
    {
        var log = new SomeLog(_folder);
        var time = TimeSpan.FromMinutes(10);
        log.Append(1, Enumerable.Range(0, 400).Select(x => SomeLog.Prediction(1, x, time) with
        {
            Outputs = new LoggedValues(["probability"], [LoggedValue.Of(x % 2 == 0 ? 0.8 : 0.2)]),
        }));
        KnownOutcome[] outcomes =
        [
            .. Enumerable.Range(0, 300).Select(x => new KnownOutcome(
                PredictionId.Of(1, (ulong)x), default, LoggedValue.Of("yes"), (SomeLog.Monday + time).UtcTicks)
            {
                Groups = [x % 2 == 0 ? "F" : "M"],
            }),
        ];
        using var measurer = new RowsMeasurer(StandardMetrics.All, new FairnessSpec(), Quick);
        var model = SomeLog.Watched with { Protected = ["sex"] };

        var window = (await MakeAsync(log, model, measurer, outcomes)).ShouldHaveSingleItem();

        model.ProtectedBeside.ShouldBe(["sex"]);
        var parity = window.Measurements.Single(x => x.Name == "demographic_parity_difference");
        (parity.Column, parity.Value, parity.Samples).ShouldBe(("sex", new MeasuredValue.Number(1), 150));
        window.Measurements.ShouldContain(x => x.Name == "equalized_odds_difference" && x.Column == "sex");
    }

    [Fact]
    public async Task Sample_OfPersonalInputs_HasNone()
    {
        var log = new SomeLog(_folder);
        Ask(log, hour: 0, hasOutcomes: false, x => x, count: 2500);
        var (looked, model) = (new Looked(), SomeLog.Watched with { Personal = new HashSet<string> { "purpose" } });

        await MakeAsync(log, model, looked);

        var rows = looked.Rows.ShouldHaveSingleItem();
        rows.Sample!.Inputs.Columns.Select(x => x.Name).ShouldBe(["income"]);
        rows.Sample.Rows.Count.ShouldBe(2000);
        rows.Sample.Rows.ShouldBeUnique();
        var incomes = ((NumberColumn)rows.Sample.Inputs["income"]).Values;
        rows.Sample.Rows.Index().ShouldAllBe(x => incomes[x.Index] == 1000 + x.Item);
    }

    [Fact]
    public void Multivariate_RelationThatTurned_IsSeenByBothMethodsAndByNoColumn()
    {
        var (before, after) = (Related(3000, 0.9, 1), Related(1000, -0.9, 2));
        var model = SomeLog.Watched with
        {
            Reference = SomeReference with { Reconstruction = Reconstruction.Fit(before).Value.ToReference() },
        };
        var monitor = Both(before);

        var changed = monitor.Measure(model, after, TestContext.Current.CancellationToken);
        var same = monitor.Measure(model, Related(1000, 0.9, 3), TestContext.Current.CancellationToken);

        Value(changed, MultivariateMonitor.DomainArea).ShouldBeGreaterThan(DomainArea.Limit);
        Math.Abs(Value(changed, MultivariateMonitor.ReconstructionShift)).ShouldBeGreaterThan(3);
        Value(same, MultivariateMonitor.DomainArea).ShouldBeLessThan(DomainArea.Limit);
        Math.Abs(Value(same, MultivariateMonitor.ReconstructionShift)).ShouldBeLessThan(3);
    }

    /// <summary>What is kept of components says the same as they do.</summary>
    [Fact]
    public void Reconstruction_ThatWasKept_ComparesAsBefore()
    {
        var fitted = Reconstruction.Fit(Related(3000, 0.9, 1)).Value;
        var window = Related(500, -0.5, 2);

        new Reconstruction(fitted.ToReference()).Compare(window).Value.ShouldBe(fitted.Compare(window).Value);
    }

    [Fact]
    public void Multivariate_WithoutTheData_SaysWhy()
    {
        var monitor = new MultivariateMonitor
        {
            Methods = new HashSet<MultivariateMethod>
            {
                MultivariateMethod.Reconstruction, MultivariateMethod.DomainClassifier,
            },
            Classifier = Both(Related(10, 0, 1)).Classifier,
        };

        var token = TestContext.Current.CancellationToken;
        monitor.Measure(SomeLog.Watched, Related(500, 0, 1), token).Select(x => (x.Name, x.Value)).ShouldBe(
        [
            (MultivariateMonitor.DomainArea, new MeasuredValue.NotMeasured("The training data is not here")),
            (MultivariateMonitor.ReconstructionShift,
                new MeasuredValue.NotMeasured("the evaluation kept no principal components")),
        ]);
        monitor.Measure(SomeLog.Watched, null, token).ShouldAllBe(x => x.Value is MeasuredValue.NotApplicable);
    }

    private static readonly MonitoringSection Section = new() { Window = WindowLength.Parse("1h", null) };

    private static readonly ReferenceDocument SomeReference = new()
    {
        ModelDigest = SomeLog.Model,
        Rows = 4000,
        InputProfiles = [],
        OutputProfiles = [],
    };

    /// <summary>A tenth of what 0.5 is away from, and so of little use.</summary>
    private static double Flat(double probability) => 0.5 + (0.2 * (probability - 0.5));

    /// <summary>Rows whose answers are 0, 0.1, ... 0.9, and the true probability of each.</summary>
    private static void Ask(SomeLog log, int hour, bool hasOutcomes, Func<double, double> meaning, int count = 2000)
    {
        var random = new SeededRandom(7, hour);
        var numbers = Enumerable.Range(10_000 * hour, count).ToList();
        var time = TimeSpan.FromHours(hour + 0.2);
        log.Append(1, numbers.Select(x => SomeLog.Prediction(1, x, time, income: 1000 + (x % 10_000))));
        if (!hasOutcomes)
            return;
        var feedback = new List<PredictionLogEntry>();
        foreach (var number in numbers)
        {
            var isTrue = random.Unit() < meaning((number % 10) / 10.0);
            feedback.Add(SomeLog.Feedback(1, number, time, isTrue ? "yes" : "no"));
        }

        log.Append(1, feedback);
    }

    private async Task<IReadOnlyList<WindowDocument>> MakeAsync(SomeLog log)
    {
        var random = new SeededRandom(9, 0);
        double[] answers = [.. Enumerable.Range(0, 4000).Select(x => (x % 10) / 10.0)];
        double[] truth = [.. answers.Select(x => random.Unit() < x ? 1.0 : 0)];
        var rows = SomeRows.Of(
            ModelTask.BinaryClassification, SomeLog.Watched.Signature.Label, DecisionRule.Threshold.Usual, truth, answers);
        var model = SomeLog.Watched with
        {
            Reference = SomeReference with { Performance = PerformanceMonitorTests.ReferenceOf(rows) },
        };
        using var measurer = new RowsMeasurer(StandardMetrics.All, new FairnessSpec(), Quick);
        return await MakeAsync(log, model, measurer);
    }

    private async Task<IReadOnlyList<WindowDocument>> MakeAsync(
        SomeLog log, WatchedModel model, IWindowMeasurer measurer, params IReadOnlyList<KnownOutcome> outcomes)
    {
        var store = new WindowStore(Path.Combine(Path.GetDirectoryName(log.Folder)!, "monitoring"));
        var maker = new WindowMaker(store, new KnownModels(model), Section, _clock)
        {
            Measurer = measurer,
        };
        return (await maker.MakeAsync(log.Folder, outcomes, _problems, TestContext.Current.CancellationToken)).Windows;
    }

    private static double Number(WindowDocument window, string name) => Value(window.Measurements, name);

    private static double Value(IReadOnlyList<Measurement> measurements, string name) =>
        ((MeasuredValue.Number)measurements.Single(x => x.Name == name).Value).Value;

    private static MultivariateMonitor Both(Table reference) => new()
    {
        Methods = new HashSet<MultivariateMethod> { MultivariateMethod.DomainClassifier, MultivariateMethod.Reconstruction },
        Classifier = new DomainClassifier(
            MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "light-gbm"), new PredictorCatalog(new MLNetFlavor())),
        Reference = _ => Validated.Valid(reference),
    };

    private static Table Related(int count, double correlation, int seed)
    {
        var random = new SeededRandom(seed, 0);
        var (first, second) = (new double[count], new double[count]);
        for (var row = 0; row < count; row++)
        {
            first[row] = random.Normal();
            second[row] = (correlation * first[row]) + (Math.Sqrt(1 - (correlation * correlation)) * random.Normal());
        }

        return new Table(new NumberColumn("a", [.. first]), new NumberColumn("b", [.. second]));
    }

    private sealed class Looked : IWindowMeasurer
    {
        public List<WindowRows> Rows { get; } = [];

        public WindowMeasured Measure(WindowRows window, CancellationToken cancellationToken)
        {
            Rows.Add(window);
            return new WindowMeasured([], []);
        }

        public ShadowReading Compare(
            PredictionRows shadow, PredictionRows champion, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
