using System.Diagnostics;
using Microsoft.ML.Data;
using Microsoft.ML;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.MLNet.Rows;

/// <summary>A row that ML.NET reads as it is at the moment: it stays the same object while its values change.</summary>
internal abstract class InputRow(DataViewSchema schema) : DataViewRow
{
    public override DataViewSchema Schema => schema;

    public override long Batch => 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        Getter(column.Index) as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"The column of index {column.Index} is not made of {typeof(TValue).Name}.");

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new DataViewRowId((ulong)Position, 0);

    /// <summary>Of floats for numbers, and of memory of characters for texts.</summary>
    /// <param name="column">Of the layout.</param>
    protected abstract Delegate Getter(int column);
}

/// <summary>How ML.NET is told of values, in training and in service alike.</summary>
internal static class InputValues
{
    /// <summary>ML.NET does not tell an empty text from a missing one, so an empty category is this as well.</summary>
    public const string Missing = "(missing)";

    /// <summary>
    /// A missing number is NaN. What is too large for a float is the largest one: an infinity would make trees leave out the row
    /// in training, and answer at random in service.
    /// </summary>
    public static float Number(double value) => float.Clamp((float)value, float.MinValue, float.MaxValue);
}

/// <summary>One row of a table after another.</summary>
internal sealed class TableRow(Table rows, RowLayout layout) : InputRow(layout.Schema)
{
    private readonly Dictionary<string, TableMoments> _moments = [];

    public override long Position => Index;

    /// <summary>Of the row in the table.</summary>
    public int Index { get; set; } = -1;

    protected override Delegate Getter(int column)
    {
        var (value, source) = (layout.Columns[column].Value, rows[layout.Columns[column].Input.Name]);
        return value switch
        {
            RowValue.Number number => Numbers(number, source as NumberColumn),
            RowValue.Gap => (ValueGetter<float>)((ref float gap) => gap = source.IsMissing(Index) ? 1 : 0),
            RowValue.Part part => Moments(source, part.In),
            RowValue.Circle circle => Moments(source, circle.In),
            RowValue.Text text when source is CategoryColumn categories => Categories(text, categories),
            RowValue.Text text => (ValueGetter<ReadOnlyMemory<char>>)(
                (ref ReadOnlyMemory<char> characters) => characters = text.Of(source.Text(Index))),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>A column without any value may be of another type.</summary>
    private ValueGetter<float> Numbers(RowValue.Number number, NumberColumn? column)
    {
        if (column is null)
            return (ref float value) => value = number.Of(double.NaN);
        var values = column.Values;
        return (ref float value) => value = number.Of(values[Index]);
    }

    private ValueGetter<float> Moments(Column column, Func<Moment, float> read)
    {
        if (!_moments.TryGetValue(column.Name, out var moments))
            _moments.Add(column.Name, moments = new TableMoments(column));
        return (ref float value) => value = read(moments.At(Index));
    }

    private ValueGetter<ReadOnlyMemory<char>> Categories(RowValue.Text text, CategoryColumn column)
    {
        ReadOnlyMemory<char>[] byCode = [text.Of(null), .. column.Domain.Names.Select(text.Of)];
        var codes = column.Codes;
        return (ref ReadOnlyMemory<char> value) => value = byCode[codes[Index] + 1];
    }

    /// <summary>Reads each timestamp once, whatever is made of it.</summary>
    private sealed class TableMoments(Column column)
    {
        private int _row = -1;
        private Moment _moment = Moment.None;

        public Moment At(int row)
        {
            if (row != _row)
                (_row, _moment) = (row, MomentParts.Read(column.Text(row)));
            return _moment;
        }
    }
}
