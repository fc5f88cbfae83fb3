using System.IO.Hashing;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

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
