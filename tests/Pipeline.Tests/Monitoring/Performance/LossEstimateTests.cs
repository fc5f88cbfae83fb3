using Pipeline.Core.Checks;
using Pipeline.Core.Progress;
using Pipeline.Evaluation.Metrics;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Performance;

/// <summary>A regression whose errors grow with an input: what is lost follows from what is asked.</summary>
public sealed class LossEstimateTests
{
    private static readonly PredictorCatalog Predictors = new(new MLNetFlavor());
    private static readonly PerformanceOptions Quick = new() { Resamples = 200 };
    private static readonly PredictionRows Held = Rows(4000, 1, x => x);
    private static readonly Lazy<MadeLossModels> Made = new(Make);

    [Fact]
    public void Estimate_OtherTraffic_FollowsWhatIsLost()
    {
        var (reference, losses) = Kept();
        using var _ = losses;
        var held = 0;

        for (var window = 0; window < 20; window++)
        {
            var rows = Rows(1000, 100 + window, window % 2 == 0 ? Math.Sqrt : x => x * x);
            var reading = new PerformanceMonitor(StandardMetrics.All, Quick)
                .Measure(rows, reference, losses, TestContext.Current.CancellationToken);
            foreach (var name in LossEstimate.Metrics)
            {
                var real = Number(reading.Real.Single(x => x.Name == name));
                var estimated = reading.Estimated.Single(x => x.Name == $"estimated_{name}");
                Number(estimated).ShouldBe(real, 0.15 * real);
                held += real >= estimated.Interval!.Low && real <= estimated.Interval.High ? 1 : 0;
            }
        }

        held.ShouldBeGreaterThanOrEqualTo(34);
    }

    [Fact]
    public void Estimate_InputsNotLogged_SaysSo()
    {
        var (reference, losses) = Kept();
        using var _ = losses;

        var reading = new PerformanceMonitor(StandardMetrics.All, Quick)
            .Measure(Held with { Inputs = null }, reference, losses, TestContext.Current.CancellationToken);

        reading.Estimated.ShouldAllBe(x => x.Value is MeasuredValue.NotMeasured);
        reading.Estimated.Count.ShouldBe(2);
    }

    [Fact]
    public void Estimate_NoModelsOfLosses_SaysSo()
    {
        var reading = new PerformanceMonitor(StandardMetrics.All, Quick).Measure(
            Held, PerformanceMonitorTests.ReferenceOf(Held), null, TestContext.Current.CancellationToken);

        reading.Estimated.Select(x => x.Value)
            .ShouldAllBe(x => x == new MeasuredValue.NotMeasured("the evaluation kept no model of losses"));
    }

    [Fact]
    public void Make_FewRows_IsAProblem() => Maker.Make(
        Held.Inputs!.Select([0, 1]), [1, 2], [1, 2], Predictors.Load, new Silent(), CancellationToken.None)
        .Problems.ShouldHaveSingleItem().Message.ShouldBe("Losses are learned from 100 rows or more, and there are 2.");

    /// <summary>Models as they come out of a kept reference.</summary>
    private static (PerformanceReference Reference, LossModels Losses) Kept()
    {
        var performance = PerformanceMonitorTests.ReferenceOf(Held) with { Losses = Made.Value.Losses };
        var reference = new ReferenceDocument
        {
            ModelDigest = performance.Model,
            Rows = performance.Rows,
            InputProfiles = [],
            OutputProfiles = [],
            Performance = performance,
            LossModels = KeptModels.Of(Made.Value),
        };
        return (performance, KeptModels.Load(reference, Predictors)!);
    }

    private static LossModelMaker Maker =>
        new(MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "light-gbm"), null, 1);

    private static MadeLossModels Make() => Maker.Make(
        Held.Inputs!, Held.Answers[0], Held.Outcomes, Predictors.Load, new Silent(), CancellationToken.None).OrThrow();

    private static double Number(Measurement measured) => ((MeasuredValue.Number)measured.Value).Value;

    private static PredictionRows Rows(int count, int seed, Func<double, double> asked)
    {
        var random = new SeededRandom(seed, 0);
        var inputs = Enumerable.Range(0, count).Select(_ => asked(random.Unit())).ToArray();
        var answers = inputs.Select(x => 10 * x).ToArray();
        return SomeRows.Of(
            ModelTask.Regression,
            new ModelLabel.Number("y"),
            new DecisionRule.None(),
            [.. answers.Zip(inputs, (answer, x) => answer + ((1 + (4 * x)) * random.Normal()))],
            answers) with
        {
            Inputs = new Table(new NumberColumn("x", [.. inputs])),
        };
    }

    private sealed class Silent : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
        }
    }
}
