using Pipeline.Core.Statistics;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>
/// Where a row falls between 0 and 2^64, evenly, by its own values alone: the <see cref="StableHash"/> of each value that says
/// what the row is, as it is written in the file without quotes and surrounding spaces, combined in the order of the columns.
/// </summary>
/// <param name="columns">Those values, by position.</param>
/// <param name="markers">The values that stand for none.</param>
internal sealed class RowPosition(IReadOnlyList<int> columns, MissingMarkers markers)
{
    private const ulong Missing = ulong.MaxValue;

    private readonly int[] _columns = [.. columns];

    public ulong Of(RecordBatch batch, int row)
    {
        var position = 0UL;
        foreach (var column in _columns)
        {
            var value = batch.Value(row, column);
            var isMissing = markers.Has(value) || batch.IsNull(row, column);
            position = StableHash.Combine(position, isMissing ? Missing : StableHash.Of(value));
        }

        return position;
    }
}
