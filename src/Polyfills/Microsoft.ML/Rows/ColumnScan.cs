using System;

namespace Microsoft.ML.Rows;

internal static class ColumnScan
{
    /// <summary>Reads one column from the first row to the last.</summary>
    public static void Each<TValue>(this IDataView view, DataViewSchema.Column column, Action<TValue> visit)
    {
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<TValue>(column);
        TValue value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            visit(value);
        }
    }
}
