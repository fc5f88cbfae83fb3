using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>What of a column is counted whatever its distribution: missing, unseen and out-of-range values, and texts.</summary>
internal static class ColumnShares
{
    /// <summary>With a verdict that says nothing yet.</summary>
    public static ColumnDrift Of(ColumnSample reference, ColumnSample current) => new()
    {
        Column = reference.Profile.Name,
        Verdict = Verdict.Skipped("Nothing was compared."),
        Samples = current.Count,
        ReferenceSamples = reference.Count,
        Missing = Missing(reference.Profile, current.Profile),
        Unseen = Unseen(reference, current),
        OutOfRange = OutOfRange(reference, current),
        Text = Text(reference.Profile, current.Profile),
    };

    private static ShareChange? Missing(ColumnProfile reference, ColumnProfile current)
    {
        double rows = reference.Count + reference.Missing;
        double rowsNow = current.Count + current.Missing;
        return rows == 0 || rowsNow == 0 ? null : new ShareChange(
            reference.Missing / rows,
            current.Missing / rowsNow,
            ShareTest.Of(reference.Missing, rows, current.Missing, rowsNow).PValue);
    }

    private static ShareChange? Unseen(ColumnSample reference, ColumnSample current)
    {
        if (reference.Profile.Type is not (DataType.Category or DataType.Boolean) || current.Count == 0 || !reference.KnowsAll)
            return null;
        double unseen = current.Counts.Where(x => !reference.Counts.ContainsKey(x.Key)).Sum(x => x.Value);
        var uncounted = current.KnowsAll ? 0 : Math.Max(0, current.Count - current.Counts.Values.Sum());
        return new ShareChange(0, unseen / current.Count, Chance(unseen, reference.Count, current.Count))
        {
            Error = uncounted / (double)current.Count,
        };
    }

    private static ShareChange? OutOfRange(ColumnSample reference, ColumnSample current)
    {
        if (reference.Profile.Numbers is not { } then || current.Profile.Numbers is not { } now || current.Numbers is null)
            return null;
        var ranks = current.Numbers;
        var low = now.Min < then.Min ? Math.Max(ranks.Rank(Math.BitDecrement(then.Min)), 1.0 / current.Count) : 0;
        var high = now.Max > then.Max ? Math.Max(1 - ranks.Rank(then.Max), 1.0 / current.Count) : 0;
        var share = Math.Min(1, low + high);
        return new ShareChange(0, share, Chance(share * current.Count, reference.Count, current.Count))
        {
            Error = share == 0 || ranks.IsExact ? 0 : QuantileSketch.RankError,
        };
    }

    /// <summary>Of so many rows of which the reference has none.</summary>
    private static double Chance(double count, long reference, long current) =>
        count == 0 || reference == 0 ? 1 : ShareTest.Of(0, reference, count, current).PValue;

    /// <summary>
    /// Different values that are new make the sketch of both larger than that of the reference. What is new to the same registers
    /// has the variance of a count among the registers that it changes: of d new values beside n others, about d n / 4096.
    /// </summary>
    private static TextDrift? Text(ColumnProfile reference, ColumnProfile current)
    {
        if (reference.Type != DataType.Text || reference.Lengths is not { } then || current.Lengths is not { } now)
            return null;
        var lengths = new TextDrift(then.Mean, now.Mean);
        if (reference.Sketches is null || current.Sketches is null)
            return lengths;
        var both = reference.Sketches.ReadDistinct();
        var known = both.Estimate();
        var ours = current.Sketches.ReadDistinct();
        both.Merge(ours);
        var (union, count) = (both.Estimate(), Math.Max(1, ours.Estimate()));
        var share = Math.Clamp((union - known) / count, 0, 1);
        var error = Math.Sqrt(union * Math.Max(1, union - known)) / count;
        return lengths with
        {
            OutOfVocabulary = share,
            OutOfVocabularyError = HyperLogLog.StandardError * Math.Sqrt((error * error) + (share * share)),
        };
    }
}
