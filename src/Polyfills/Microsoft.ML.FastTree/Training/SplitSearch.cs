using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>Looks through the histogram of a column for the split that gains most; of equal ones the first.</summary>
internal sealed class SplitSearch(Gradients gradients, int minimumRows)
{
    private const double LeastGain = 1e-9;

    /// <param name="column">Whose histogram it is.</param>
    /// <param name="index">Of the column.</param>
    /// <param name="bins">The sums of each bin.</param>
    /// <param name="all">The sum of the leaf.</param>
    public Split Best(BinnedColumn column, int index, ReadOnlySpan<Vector128<long>> bins, Vector128<long> all) =>
        column.IsNumber ? BestThreshold(index, bins, all) : BestCategory(index, bins, all);

    /// <summary>The bins from 1 up to a threshold against the others; rows without a value are tried on either side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Split BestThreshold(int index, ReadOnlySpan<Vector128<long>> bins, Vector128<long> all)
    {
        var best = new Split(LeastGain, -1, 0, 0);
        var hasMissing = gradients.Of(bins[0]).Rows > 0;
        var last = bins.Length - 1;
        var below = Vector128<long>.Zero;
        for (var bin = 1; bin <= last; bin++)
        {
            below += bins[bin];
            if (bin < last || hasMissing)
                best = Better(best, below, all, new Split(0, index, 1, bin));
            if (bin < last && hasMissing)
                best = Better(best, all - below - bins[0], all, new Split(0, index, bin + 1, last));
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Split BestCategory(int index, ReadOnlySpan<Vector128<long>> bins, Vector128<long> all)
    {
        var best = new Split(LeastGain, -1, 0, 0);
        for (var bin = 1; bin < bins.Length; bin++)
            best = Better(best, bins[bin], all, new Split(0, index, bin, bin));
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Split Better(Split best, Vector128<long> insideSum, Vector128<long> all, Split candidate)
    {
        var (inside, outside) = (gradients.Of(insideSum), gradients.Of(all - insideSum));
        if (!IsLeaf(inside) || !IsLeaf(outside))
            return best;
        var split = candidate with { Gain = inside.Gain + outside.Gain - gradients.Of(all).Gain };
        return split.IsBetterThan(best) ? split : best;
    }

    private bool IsLeaf(Totals totals) => totals.Rows >= minimumRows && totals.Second >= Totals.LeastSecond;
}
