using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Data.Columns;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Splits;

/// <summary>Divides rows as they stream by. What a row needs to be remembered by is at most 8 bytes.</summary>
internal abstract class DatasetSplitter
{
    /// <summary>As many as one list holds: rows are loaded into lists to learn from them.</summary>
    public const long MostRows = 0x7FFFFFC7;

    /// <summary>To be shown all rows, before <see cref="Finish"/>.</summary>
    public abstract IRowObserver Rows { get; }

    /// <param name="spec">What the manifest asks for.</param>
    /// <param name="columns">The positions of the columns it names; of all where it names none.</param>
    /// <param name="markers">The values that stand for none.</param>
    public static DatasetSplitter Of(SplitSpec spec, IReadOnlyList<int> columns, MissingMarkers markers) => spec.By switch
    {
        SplitBy.Hash => new HashSplitter(new RowPosition(columns, markers), spec.Test),
        SplitBy.Random => new RandomSplitter(spec.Seed!.Value, spec.Test),
        SplitBy.Time => new TimeSplitter(new ColumnView(columns[0], markers) { Kind = ValueKind.Moment }, spec.Test),
        SplitBy.Files => new FilesSplitter(spec.Of),
        _ => throw new UnreachableException(),
    };

    /// <summary>To be asked once, after the last batch.</summary>
    /// <param name="rows">How many were shown; more than <see cref="MostRows"/> are a problem.</param>
    public Validated<Split> Finish(long rows)
    {
        if (rows > MostRows)
        {
            return Validated.Invalid<Split>(new Problem(
                string.Create(CultureInfo.InvariantCulture, $"The data has {rows} rows; at most {MostRows} can be divided."),
                "Name fewer files in data.path, or sample the rows."));
        }

        var split = Decide();
        if (!split.TryGet(out var found) || found is { TrainCount: > 0, TestCount: > 0 })
            return split;
        var side = found.TestCount == 0 ? "judge a model by" : "learn from";
        return Validated.Invalid<Split>(new Problem(
            $"The split leaves no rows to {side}: {found.TrainCount} for training and {found.TestCount} for the test."));
    }

    protected abstract Validated<Split> Decide();
}
