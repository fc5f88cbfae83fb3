using Pipeline.Core.Checks;
using Pipeline.Environments;
using Pipeline.Statistics;

namespace Pipeline.Deployment.Analysis;

public sealed class DivergenceEvidenceTests
{
    [Theory]
    [InlineData(DriftMeasure.JensenShannon)]
    [InlineData(DriftMeasure.Psi)]
    public void Measure_MoreSamples_HoldsTheValueEverNarrower(DriftMeasure measure)
    {
        var (few, many) = (Interval(measure, 100), Interval(measure, 10_000));

        foreach (var (value, interval) in new[] { few, many })
            value.ShouldBeInRange(interval.Low, interval.High);
        (many.Interval.High - many.Interval.Low).ShouldBeLessThan((few.Interval.High - few.Interval.Low) / 4);
    }

    [Theory]
    [InlineData(DriftMeasure.JensenShannon)]
    [InlineData(DriftMeasure.Psi)]
    public void Measure_NothingPredictedYet_KnowsNothing(DriftMeasure measure)
    {
        var measured = new DivergenceEvidence(measure, [0, 0, 0], [0, 0, 0]).Measure("drift", new Criterion.AtMost(0.1), 0.95);

        measured.Interval!.Low.ShouldBe(0);
        measured.Interval.High.ShouldBeGreaterThanOrEqualTo(1);
    }

    /// <summary>The bound of the remarks, on shares drawn by chance, empty ones among them.</summary>
    [Fact]
    public void JensenShannon_Squared_IsAtMostHalfTheDivergenceOfKullbackAndLeibler()
    {
        var chance = new Random(8);
        for (var draw = 0; draw < 2000; draw++)
        {
            var seen = Shares(chance);
            var truth = Shares(chance).Zip(seen, (x, y) => y > 0 ? Math.Max(x, 1e-9) : x).ToArray();
            truth = [.. truth.Select(x => x / truth.Sum())];
            var divergence = seen.Zip(truth, (s, p) => s == 0 ? 0 : s * Math.Log(s / p)).Sum();

            Math.Pow(Divergence.JensenShannon(seen, truth), 2).ShouldBeLessThanOrEqualTo((divergence / 2) + 1e-12);
        }
    }

    /// <summary>Looked at after every 25 rows, a tenth of all may miss the truth, which is 0.</summary>
    [Theory]
    [InlineData(DriftMeasure.JensenShannon)]
    [InlineData(DriftMeasure.Psi)]
    public void Measure_OfTheSameDistribution_SeldomSaysThatItDiffers(DriftMeasure measure)
    {
        var chance = new Random(4);
        var wrong = 0;
        for (var run = 0; run < 60; run++)
        {
            var (a, b, isWrong) = (new long[10], new long[10], false);
            for (var look = 0; look < 60 && !isWrong; look++)
            {
                for (var row = 0; row < 25; row++)
                {
                    a[(int)(10 * Math.Pow(chance.NextDouble(), 3))]++;
                    b[(int)(10 * Math.Pow(chance.NextDouble(), 3))]++;
                }

                isWrong = new DivergenceEvidence(measure, a, b).Measure("drift", new Criterion.AtMost(1), 0.9).Interval!.Low > 0;
            }

            wrong += isWrong ? 1 : 0;
        }

        wrong.ShouldBeLessThanOrEqualTo(6);
    }

    [Fact]
    public async Task Drift_Bins_AreMadeOfWhatWasPredictedBefore()
    {
        var before = Counts(Enumerable.Range(0, 1000).Select(x => x / 1e6));
        var judge = Some.Judge(new AnalysisSpec { Metric = "prediction_drift", Criterion = new Criterion.AtMost(0.2) });
        var low = Counts(Enumerable.Range(0, 20_000).Select(x => x % 500 / 1e6));
        var all = Counts(Enumerable.Range(0, 20_000).Select(x => x % 1000 / 1e6));

        await judge.LookAsync(new AnalysisLook(Some.View(2, low), Some.View(1, all, before)), CancellationToken.None);

        judge.Judge().Results[0].Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    [Fact]
    public async Task Drift_CopiedRequests_AreComparedOnTheVerySameRows()
    {
        var judge = Some.Judge(new AnalysisSpec { Metric = "prediction_drift", Criterion = new Criterion.AtMost(0.2) });
        var same = Counts(Enumerable.Range(0, 20_000).Select(x => x % 100 / 100.0));
        var candidate = new RevisionTraffic
        {
            Revision = 2,
            Requests = 0,
            Mirrored = new MirrorTraffic { Answers = same, Copies = same },
        };

        await judge.LookAsync(
            new AnalysisLook(new RevisionView(Some.Revision(2), candidate), Some.View(1)) { IsMirrored = true },
            CancellationToken.None);

        judge.Judge().Results[0].Verdict.Outcome.ShouldBe(Outcome.Passed);
    }

    private static (double Value, ConfidenceInterval Interval) Interval(DriftMeasure measure, long scale)
    {
        var evidence = new DivergenceEvidence(measure, [5 * scale, 3 * scale, 2 * scale], [4 * scale, 3 * scale, 3 * scale]);
        var measured = evidence.Measure("drift", new Criterion.AtMost(0.1), 0.95);
        return (((MeasuredValue.Number)measured.Value).Value, measured.Interval!);
    }

    private static double[] Shares(Random chance)
    {
        double[] weights = [.. Enumerable.Range(0, 6).Select(_ => chance.Next(4) == 0 ? 0 : Math.Pow(chance.NextDouble(), 4))];
        weights[0] += 1e-6;
        return [.. weights.Select(x => x / weights.Sum())];
    }

    private static PredictionCounts Counts(IEnumerable<double> scores)
    {
        var bins = scores.GroupBy(ScoreBin.IndexOf).OrderBy(x => x.Key).ToList();
        return new PredictionCounts
        {
            Rows = bins.Sum(x => x.Count()),
            Scores = [.. bins.Select(x => new ScoreBin(ScoreBin.EdgeOf(x.Key), x.Count()))],
        };
    }
}
