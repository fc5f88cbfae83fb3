using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Data.Loading;

/// <summary>Takes one column into memory as the rows pass.</summary>
internal abstract class ColumnLoader(DatasetColumn column, ColumnView view, ProblemList problems) : IRowObserver
{
    private const int MostShown = 40;

    /// <summary>A table keeps numbers as doubles, and booleans as the categories "false" and "true".</summary>
    public static ColumnLoader Of(DatasetColumn column, ColumnView view, ValueReader reader, ProblemList problems)
    {
        return column.Type switch
        {
            DataType.Number or DataType.Integer => new NumberLoader(column, view, reader, problems),
            DataType.Category or DataType.Boolean => new CategoryLoader(column, view, reader, problems),
            DataType.Text or DataType.Timestamp or DataType.Identifier => new TextLoader(column, view, problems),
            _ => throw new UnreachableException(),
        };
    }

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

    /// <summary>A value of another type is a problem: it would otherwise become a missing one without a word.</summary>
    protected void Refuse(ValueReader reader, ReadOnlySpan<byte> value, RecordBatch batch, int row)
    {
        AppendMissing();
        var shown = column.IsPersonal ? "A value" : $"'{Brief(value)}'";
        problems.Add(batch.Locate(row, view.Position).Problem(
            $"{shown} in column '{column.Name}' is not {reader.Accepted}."));
    }

    protected abstract void AppendMissing();

    protected abstract void Append(ReadOnlySpan<byte> value, RecordBatch batch, int row);

    private static string Brief(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        return text.Length > MostShown ? text[..MostShown] + "..." : text;
    }
}

internal sealed class TextLoader(DatasetColumn column, ColumnView view, ProblemList problems)
    : ColumnLoader(column, view, problems)
{
    private readonly string _name = column.Name;
    private readonly ImmutableArray<string?>.Builder _texts = ImmutableArray.CreateBuilder<string?>();

    public override Column Build() => new TextColumn(_name, _texts.DrainToImmutable());

    protected override void AppendMissing() => _texts.Add(null);

    protected override void Append(ReadOnlySpan<byte> value, RecordBatch batch, int row) =>
        _texts.Add(Encoding.UTF8.GetString(value));
}
