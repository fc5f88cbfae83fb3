using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

public class MetricSensorTests
{
    private const ModelTask Binary = ModelTask.BinaryClassification;

    private static readonly IReadOnlyList<double> Truth = Fixture.Many.Truth;
    private static readonly IReadOnlyList<double> Probabilities = Fixture.Many.Answers[0];
    private static readonly int[] All = [.. Enumerable.Range(0, 200)];
    private static readonly MetricSensor Sensor = new(
        Binary, new BootstrapOptions(), Fixture.Metrics, TestContext.Current.CancellationToken);

    /// <summary>Ends of 20,000 resamples in Python.</summary>
    [Theory]
    [InlineData("roc_auc", 0.548, 0.704)]
    [InlineData("accuracy", 0.505, 0.645)]
    public void Measure_Interval_IsNearAnIndependentOne(string metric, double low, double high)
    {
        var interval = Measure(Truth, Probabilities, All).Single(x => x.Name == metric).Interval.ShouldNotBeNull();

        interval.Low.ShouldBe(low, 0.012);
        interval.High.ShouldBe(high, 0.012);
    }

    /// <summary>Negatives are even over 0 to 0.7 and positives over 0.3 to 1, so that the truth is 1 - (4/7)^2 / 2.</summary>
    [Fact]
    public void Measure_ManySamples_CoverTheTruthAboutAsOftenAsTheySay()
    {
        const int Samples = 300;
        var truth = 1 - (Math.Pow(4 / 7.0, 2) / 2);

        var covered = Enumerable.Range(0, Samples).Select(Drawn).Count(x => x.Low <= truth && truth <= x.High);

        ((double)covered / Samples).ShouldBeInRange(0.91, 0.98);
    }

    /// <summary>The benchmark "coverage" has a thousand samples of either kind.</summary>
    [Theory]
    [InlineData(300, 1, false)]
    [InlineData(120, 5, true)]
    public void Measure_SamplesOfAKnownLaw_CoverItAboutAsOftenAsTheySay(int customers, int mostRows, bool drawsCustomers)
    {
        var plan = new CoveragePlan(Samples: 300, customers, mostRows, drawsCustomers) { Resamples = 300 };

        var coverage = SyntheticRows.Coverage(plan, TestContext.Current.CancellationToken);

        coverage.Values.ShouldAllBe(x => x >= 0.91 && x <= 0.98);
    }

    [Fact]
    public void Measure_RowsOfFewCustomers_IsLessSureByCustomerThanByRow()
    {
        var rows = SyntheticRows.Draw(new SeededRandom(seed: 3, stream: 0), customers: 40, mostRows: 20);
        int[] all = [.. Enumerable.Range(0, rows.Truth.Count)];
        var answers = Fixture.Answers(rows.Probabilities);

        var byRow = Sensor.Measure(Sample.Of(null, Fixture.Numbers(rows.Truth), all, answers), 0.95);
        var byCustomer = Sensor.Measure(Sample.Of(null, Fixture.Numbers(rows.Truth), rows.Customers, all, answers), 0.95);

        byCustomer.Zip(byRow).ShouldAllBe(x => Width(x.First) > Width(x.Second));
        byCustomer.Select(x => x.Value).ShouldBe(byRow.Select(x => x.Value));
    }

    [Fact]
    public void Measure_GroupedRowsInAnotherOrder_IsTheSameToTheLastBit()
    {
        UInt128[] groups = [.. All.Select(x => (UInt128)(uint)(x * 7 % 31))];
        var answers = Fixture.Answers(Probabilities);

        var first = Sensor.Measure(Sample.Of(null, Truth, groups, All, answers), 0.95);
        var second = Sensor.Measure(Sample.Of(null, Truth, groups, [.. All.Reverse()], answers), 0.95);

        second.ShouldBe(first);
    }

    [Fact]
    public void Measure_RowsOfOneGroup_KnowsNothingOfOthers()
    {
        UInt128[] groups = [.. All.Select(_ => UInt128.One)];
        var answers = Fixture.Answers(Probabilities);
        var sample = Sample.Of(null, Truth, groups, All, answers, answers);

        var accuracy = Sensor.Measure(sample, 0.95).Single(x => x.Name == "accuracy");
        var compared = Sensor.Compare(Fixture.Metrics.Of(Binary)[0], sample, new Criterion.NoWorseThan("champion"));

        accuracy.Interval.ShouldBe(new ConfidenceInterval(0, 1, 0.95));
        compared.Comparison!.Difference.ShouldBe(new ConfidenceInterval(-1, 1, 0.95));
    }

    [Fact]
    public void Measure_RowsInAnotherOrder_IsTheSameToTheLastBit()
    {
        var first = Measure(Truth, Probabilities, All);
        var second = Measure([.. Truth.Reverse()], [.. Probabilities.Reverse()], [.. All.Reverse()]);

        second.ShouldBe(first);
    }

    [Fact]
    public void Measure_OneClassInASlice_DoesNotApplyAndSaysWhy()
    {
        int[] negatives = [.. All.Where(x => Truth[x] is 0)];

        var measured = Sensor.Measure(Sample.Of("sex=F", Truth, negatives, Fixture.Answers(Probabilities)), 0.95);

        measured.Single(x => x.Name == "recall").Value.ShouldBe(new MeasuredValue.NotApplicable("no row is positive"));
        measured.Single(x => x.Name == "accuracy").Value.ShouldBeOfType<MeasuredValue.Number>();
    }

    [Fact]
    public void Measure_OneClassInAllRows_IsABrokenSensor()
    {
        int[] negatives = [.. All.Where(x => Truth[x] is 0)];

        var measured = Sensor.Measure(Sample.Of(null, Truth, negatives, Fixture.Answers(Probabilities)), 0.95);

        measured.Single(x => x.Name == "roc_auc").Value.ShouldBe(new MeasuredValue.NotMeasured("no row is positive"));
    }

    [Fact]
    public void Measure_BrokenAnswers_MeasuresNothing()
    {
        var answers = new Answers([], DecisionRule.Threshold.Usual, "the model answered NaN");

        var measured = Sensor.Measure(Sample.Of(null, Truth, All, answers), 0.95);

        measured.Count.ShouldBe(Fixture.Metrics.Of(Binary).Count);
        measured.ShouldAllBe(x => x.Value == new MeasuredValue.NotMeasured("the model answered NaN"));
    }

    [Fact]
    public void Measure_OneRowOfAClass_IsTooUnsureForAnyLimit()
    {
        int[] rows = [.. All.Where(x => Truth[x] is 0), All.First(x => Truth[x] is 1)];

        var interval = Measure(Truth, Probabilities, rows).Single(x => x.Name == "recall").Interval.ShouldNotBeNull();

        interval.Low.ShouldBe(0);
        interval.High.ShouldBe(1);
    }

    [Fact]
    public void Compare_ModelWithItself_DiffersByNothing()
    {
        var answers = Fixture.Answers(Probabilities);

        var measured = Sensor.Compare(
            Fixture.Metrics.Of(Binary)[0],
            Sample.Of(null, Truth, All, answers, answers),
            new Criterion.NoWorseThan("champion"));

        measured.Comparison.ShouldNotBeNull().Difference.ShouldBe(new ConfidenceInterval(0, 0, 0.95));
        new Criterion.NoWorseThan("champion").Judge(measured).Outcome.ShouldBe(Outcome.Passed);
    }

    [Fact]
    public void Compare_Paired_IsSurerThanTheIntervalsOfBoth()
    {
        var ours = Fixture.Answers(Probabilities);
        var theirs = Fixture.Answers([.. Probabilities.Select((x, i) => i % 10 == 0 ? 1 - x : x)]);

        var measured = Sensor.Compare(
            Fixture.Metrics.Of(Binary)[0],
            Sample.Of(null, Truth, All, ours, theirs),
            new Criterion.NoWorseThan("champion", 0, 0.9));

        var difference = measured.Comparison.ShouldNotBeNull().Difference.ShouldNotBeNull();
        difference.Confidence.ShouldBe(0.9);
        (difference.High - difference.Low).ShouldBeLessThan(0.704 - 0.548);
    }

    private static double Width(Measurement measurement) => measurement.Interval!.High - measurement.Interval.Low;

    private static ConfidenceInterval Drawn(int sample)
    {
        var random = new SeededRandom(seed: 11, sample);
        var truth = Enumerable.Range(0, 100).Select(x => x % 2 == 0).ToList();
        var probabilities = truth.Select(x => ((x ? 300_000 : 0) + random.Below(700_000)) / 1e6).ToList();
        var options = new BootstrapOptions { Resamples = 400, Seed = sample };
        var sensor = new MetricSensor(Binary, options, Fixture.Metrics, TestContext.Current.CancellationToken);
        var rows = Sample.Of(null, Fixture.Numbers(truth), All[..100], Fixture.Answers(probabilities));
        return sensor.Measure(rows, 0.95)[0].Interval!;
    }

    private static IReadOnlyList<Measurement> Measure(
        IReadOnlyList<double> truth, IReadOnlyList<double> probabilities, int[] rows) =>
        Sensor.Measure(Sample.Of(null, truth, rows, Fixture.Answers(probabilities)), 0.95);
}
