using System.Diagnostics;
using Pipeline.Core.Documents;
using Pipeline.Core.Tables;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Loading;

/// <summary>Takes one column into memory as the rows pass.</summary>
internal abstract class ColumnLoader(ColumnView view) : IRowObserver
{
    /// <summary>A table keeps numbers as doubles, and booleans as categories in the words of the file.</summary>
    public static ColumnLoader Of(DatasetColumn column, ColumnView view, ProblemList problems) => column.Type switch
    {
        DataType.Number or DataType.Integer => new NumberLoader(column, view, problems),
        DataType.Category or DataType.Boolean => new CategoryLoader(column.Name, view),
        DataType.Text or DataType.Timestamp or DataType.Identifier => new TextLoader(column.Name, view),
        _ => throw new UnreachableException(),
    };

    public void Observe(RecordBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (view.IsMissing(batch, row, out var value))
                AppendMissing();
            else
                Append(value, batch, row);
        }
    }

    /// <summary>To be asked once, after the last batch.</summary>
    public abstract Column Build();

    protected abstract void AppendMissing();

    protected abstract void Append(ReadOnlySpan<byte> value, RecordBatch batch, int row);
}
