using System.Diagnostics;
using System.Globalization;
using System.IO.Enumeration;
using System.IO.Hashing;
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

    /// <summary>Where each row stands in time; null where that does not matter.</summary>
    public virtual IReadOnlyList<long>? Times => null;

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

/// <summary>A row is for the test when its position is in the first part of all positions; no other row matters.</summary>
internal sealed class HashSplitter : DatasetSplitter
{
    private const double All = 18446744073709551616.0;

    private readonly RowParts<bool> _isTest;

    public HashSplitter(RowPosition position, double share)
    {
        var limit = (ulong)(share * All);
        _isTest = new RowParts<bool>(() => (batch, row) => position.Of(batch, row) < limit);
    }

    public override IRowObserver Rows => _isTest;

    protected override Validated<Split> Decide() => Validated.Valid(Split.Of(_isTest.InOrder()));
}

/// <summary>The rows of some files are for the test.</summary>
/// <param name="patterns">Of the names of these files, with * and ?.</param>
internal sealed class FilesSplitter(IReadOnlyList<string> patterns) : DatasetSplitter, IRowObserver
{
    private readonly List<(bool IsTest, int Count)> _runs = [];

    public override IRowObserver Rows => this;

    public void Observe(ColumnBatch batch)
    {
        var name = Path.GetFileName(batch.File.AsSpan());
        var isTest = false;
        foreach (var pattern in patterns)
            isTest |= FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
        _runs.Add((isTest, batch.RowCount));
    }

    protected override Validated<Split> Decide() => Validated.Valid(
        Split.Of(_runs.SelectMany(x => Enumerable.Repeat(x.IsTest, x.Count))));
}

/// <summary>
/// Where a row falls between 0 and 2^64, evenly, by its own values alone: the XxHash3 of 64 bits (XXH3_64bits_withSeed) of each
/// value that says what the row is, in UTF-8 as it is written in the file without quotes and surrounding spaces, in the order of
/// the columns. The seed is the position so far, which is 0 at first; of a missing value nothing is hashed, and the seed is the
/// complement of the position so far. This is a promise: by another formula rows would change sides, and models be judged by rows
/// that they know.
/// </summary>
/// <param name="columns">Those values, by position.</param>
/// <param name="markers">The values that stand for none.</param>
internal sealed class RowPosition(IReadOnlyList<int> columns, MissingMarkers markers)
{
    private readonly int[] _columns = [.. columns];

    public ulong Of(ColumnBatch batch, int row)
    {
        var position = 0UL;
        foreach (var column in _columns)
        {
            var value = batch.Text(row, column);
            var isMissing = markers.Has(value) || batch.IsNull(row, column);
            position = isMissing ? XxHash3.HashToUInt64([], (long)~position) : XxHash3.HashToUInt64(value, (long)position);
        }

        return position;
    }
}
