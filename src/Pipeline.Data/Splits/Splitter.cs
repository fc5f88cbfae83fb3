using System.Diagnostics;
using Pipeline.Core.Problems;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>Divides rows as they stream by. What a row needs to be remembered by is at most 8 bytes.</summary>
internal abstract class Splitter
{
    /// <summary>To be shown all rows, before <see cref="Finish"/>.</summary>
    public abstract IRowObserver Rows { get; }

    /// <param name="spec">What the manifest asks for.</param>
    /// <param name="columns">The positions of the columns it names; of all where it names none.</param>
    /// <param name="markers">The values that stand for none.</param>
    public static Splitter Of(SplitSpec spec, IReadOnlyList<int> columns, MissingMarkers markers) => spec.By switch
    {
        SplitBy.Hash => new HashSplitter(new RowPosition(columns, markers), spec.Test),
        SplitBy.Random => new RandomSplitter(spec.Seed!.Value, spec.Test),
        SplitBy.Time => new TimeSplitter(new ColumnView(columns[0], markers), spec.Test),
        SplitBy.Files => new FilesSplitter(spec.Of),
        _ => throw new UnreachableException(),
    };

    /// <summary>To be asked once, after the last batch.</summary>
    public Validated<Split> Finish()
    {
        var split = Decide();
        if (!split.TryGet(out var found) || found is { TrainCount: > 0, TestCount: > 0 })
            return split;
        var side = found.TestCount == 0 ? "judge a model by" : "learn from";
        return Validated.Invalid<Split>(new Problem(
            $"The split leaves no rows to {side}: {found.TrainCount} for training and {found.TestCount} for the test."));
    }

    protected abstract Validated<Split> Decide();
}
