using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Checks;

namespace Pipeline.Deployment.Analysis;

public class ConfidenceSequenceTests
{
    /// <summary>
    /// Without hits the evidence is log(B(1/2, n + 1/2) / B(1/2, 1/2)) - n log(1 - p), and B(1/2, n + 1/2) / B(1/2, 1/2) is the
    /// product of (2k - 1) / 2k for k from 1 to n: the upper end follows by hand.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Share_NoHits_EndsWhereTheFormulaDoes(int trials)
    {
        var mixture = Enumerable.Range(1, trials).Sum(k => Math.Log(((2 * k) - 1) / (2.0 * k)));

        var interval = ConfidenceSequence.Share(0, trials, 0.95);

        interval.Low.ShouldBe(0);
        interval.High.ShouldBe(1 - Math.Exp((mixture - Math.Log(20)) / trials), 1e-9);
    }

    [Fact]
    public void Share_NothingSeen_IsAnything() =>
        ConfidenceSequence.Share(0, 0, 0.95).ShouldBe(new ConfidenceInterval(0, 1, 0.95));

    [Fact]
    public void Difference_NothingSeen_IsAnything() =>
        ConfidenceSequence.Difference((0, 0), (0, 0), 0.95).ShouldBe(new ConfidenceInterval(-1, 1, 0.95));

    [Fact]
    public void Difference_AnyCounts_HoldsWhatWasSeenAndIsMirroredWhenSwapped() =>
        Prop.ForAll(Counts().Zip(Counts()).ToArbitrary(), x => IsMirrored(x.Item1, x.Item2)).QuickCheckThrowOnFailure();

    [Fact]
    public void Share_MoreConfidence_IsWider() =>
        Prop.ForAll(Counts().ToArbitrary(), IsWiderWithConfidence).QuickCheckThrowOnFailure();

    /// <summary>With a look after every request, a 95% interval of one look would miss a fifth of them or more.</summary>
    [Fact]
    public void Share_LookedAtAfterEveryRequest_MissesTheTruthNoOftenerThanItSays()
    {
        const int sequences = 400;
        var chance = new Random(7);

        var missed = Enumerable.Range(0, sequences).Count(_ => EverMisses(chance, 0.1, 500));

        missed.ShouldBeLessThanOrEqualTo(sequences * 5 / 100);
    }

    [Fact]
    public void Difference_BillionsOfRequests_IsStillFinite()
    {
        var interval = ConfidenceSequence.Difference((5_000_000, 1_000_000_000), (10_000_000, 2_000_000_000), 0.99);

        interval.Low.ShouldBeInRange(-1e-4, 0);
        interval.High.ShouldBeInRange(0, 1e-4);
    }

    private static Gen<(long Hits, long Trials)> Counts() =>
        from hits in Gen.Choose(0, 300)
        from misses in Gen.Choose(0, 300)
        select ((long)hits, (long)hits + misses);

    private static void IsMirrored((long Hits, long Trials) a, (long Hits, long Trials) b)
    {
        var seen = ConfidenceSequence.Of(a.Hits, a.Trials) - ConfidenceSequence.Of(b.Hits, b.Trials);

        var (there, back) = (ConfidenceSequence.Difference(a, b, 0.9), ConfidenceSequence.Difference(b, a, 0.9));

        there.Low.ShouldBeLessThanOrEqualTo(seen + 1e-9);
        there.High.ShouldBeGreaterThanOrEqualTo(seen - 1e-9);
        back.Low.ShouldBe(-there.High, 1e-6);
        back.High.ShouldBe(-there.Low, 1e-6);
    }

    private static void IsWiderWithConfidence((long Hits, long Trials) counts)
    {
        var (narrow, wide) = (
            ConfidenceSequence.Share(counts.Hits, counts.Trials, 0.9),
            ConfidenceSequence.Share(counts.Hits, counts.Trials, 0.99));

        wide.Low.ShouldBeLessThanOrEqualTo(narrow.Low);
        wide.High.ShouldBeGreaterThanOrEqualTo(narrow.High);
    }

    private static bool EverMisses(Random chance, double share, int trials)
    {
        var hits = 0;
        for (var trial = 1; trial <= trials; trial++)
        {
            hits += chance.NextDouble() < share ? 1 : 0;
            var interval = ConfidenceSequence.Share(hits, trial, 0.95);
            if (share < interval.Low || share > interval.High)
                return true;
        }

        return false;
    }
}
