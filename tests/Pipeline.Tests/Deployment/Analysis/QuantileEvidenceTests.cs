using Pipeline.Core.Checks;

namespace Pipeline.Deployment.Analysis;

public sealed class QuantileEvidenceTests
{
    private static readonly double[] Edges = [10, 20, 50, 100];

    [Fact]
    public void Measure_Latency_IsBetweenTheEdgesOfItsBins()
    {
        var evidence = new QuantileEvidence(0.95, ValueCounts.Binned(Edges, [900, 60, 30, 8, 2], 0, 30_000, 0.5)) { Unit = "ms" };

        var measured = evidence.Measure("latency_p95", new Criterion.AtMost(50), 0.95);

        // 900 are up to 10 ms, 960 up to 20 ms: the 950th is 50 / 60 of the way between.
        ((MeasuredValue.Number)measured.Value).Value.ShouldBe(10 + (10 * 50 / 60.0), 1e-9);
        (measured.Interval!.Low, measured.Interval.High).ShouldBe((10.5, 50));
        new Criterion.AtMost(50).Judge(measured).Outcome.ShouldBe(Outcome.Passed);
        new Criterion.AtMost(10).Judge(measured).Outcome.ShouldBe(Outcome.Failed);
        new Criterion.AtMost(20).Judge(measured).Outcome.ShouldBe(Outcome.Inconclusive);
    }

    [Fact]
    public void Measure_NoRequests_KnowsNothing()
    {
        var measured = new QuantileEvidence(0.99, ValueCounts.Binned(Edges, [0, 0, 0, 0, 0], 0, 30_000, 0.5))
            .Measure("latency_p99", new Criterion.AtMost(50), 0.95);

        (measured.Interval!.Low, measured.Interval.High, measured.Samples).ShouldBe((0, 30_000, 0));
    }

    [Fact]
    public void Measure_ComparedWithStable_IsTheDifferenceOfBothIntervals()
    {
        var slow = ValueCounts.Binned(Edges, [0, 0, 0, 5000, 0], 0, 30_000, 0.5);
        var fast = ValueCounts.Binned(Edges, [5000, 0, 0, 0, 0], 0, 30_000, 0.5);

        var measured = new QuantileEvidence(0.5, slow) { Stable = fast }
            .Measure("latency_p50", new Criterion.NoWorseThan("stable", 20), 0.95);

        (measured.Comparison!.Difference!.Low, measured.Comparison.Difference.High).ShouldBe((40.5, 100));
        new Criterion.NoWorseThan("stable", 20).Judge(measured).Outcome.ShouldBe(Outcome.Failed);
    }

    [Fact]
    public void Least_OfAMedian_IsSoManyThatNotAllAreOnOneSideByChance()
    {
        var evidence = new QuantileEvidence(0.5, ValueCounts.Exact([1]));

        var (often, seldom) = (evidence.Least(0.95), evidence.Least(0.995));

        (often, seldom).ShouldBe((8, 12));
    }

    [Fact]
    public void Measure_Readings_HoldTheMedianBetweenTwoOfThem()
    {
        var measured = new QuantileEvidence(0.5, ValueCounts.Exact(Enumerable.Range(1, 101).Select(x => (double)x)))
            .Measure("readings", new Criterion.AtMost(51), 0.95);

        measured.Interval!.Low.ShouldBeInRange(25, 45);
        measured.Interval.High.ShouldBeInRange(57, 77);
        (measured.Interval.Low + measured.Interval.High).ShouldBe(102);
    }

    /// <summary>At 90%, looked at after each of 400 readings, it misses the true median in no more than a tenth.</summary>
    [Fact]
    public void Measure_AfterEachReading_MissesTheTruthAsSeldomAsItSays()
    {
        var chance = new Random(5);
        var missed = Enumerable.Range(0, 60).Count(_ => EverMisses(chance));

        missed.ShouldBeLessThanOrEqualTo(6);
    }

    private static bool EverMisses(Random chance)
    {
        var readings = new List<double>();
        for (var reading = 0; reading < 400; reading++)
        {
            readings.Add(chance.NextDouble());
            var evidence = new QuantileEvidence(0.5, ValueCounts.Exact(readings));
            var interval = evidence.Measure("readings", new Criterion.AtMost(1), 0.9).Interval!;
            if (readings.Count >= evidence.Least(0.9) && (interval.Low > 0.5 || interval.High < 0.5))
                return true;
        }

        return false;
    }
}
