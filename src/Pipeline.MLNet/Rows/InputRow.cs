using Microsoft.ML.Data;
using Microsoft.ML;
using Pipeline.Models.Tables;
using Pipeline.Models;

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

    /// <summary>Of floats for numbers, and of memory of characters for categories.</summary>
    protected abstract Delegate Getter(int input);
}

/// <summary>How ML.NET is told of values, in training and in service alike.</summary>
internal static class InputValues
{
    /// <summary>ML.NET does not tell an empty text from a missing one, so an empty category is this as well.</summary>
    private const string Missing = "(missing)";

    /// <summary>
    /// A missing number is NaN. What is too large for a float is the largest one: an infinity would make trees leave out the row
    /// in training, and answer at random in service.
    /// </summary>
    public static float Number(double value) => float.Clamp((float)value, float.MinValue, float.MaxValue);

    public static ReadOnlyMemory<char> Category(string? category) =>
        (string.IsNullOrEmpty(category) ? Missing : category).AsMemory();

    /// <summary>By code, the text of a missing value first.</summary>
    public static ReadOnlyMemory<char>[] ByCode(CategoryDomain domain) => [Category(null), .. domain.Names.Select(Category)];
}

/// <summary>One row of a table after another.</summary>
internal sealed class TableRow(Table rows, IReadOnlyList<ModelInput> inputs, DataViewSchema schema) : InputRow(schema)
{
    public override long Position => Index;

    /// <summary>Of the row in the table.</summary>
    public int Index { get; set; } = -1;

    protected override Delegate Getter(int input) => (inputs[input].Type, rows[inputs[input].Name]) switch
    {
        (ColumnType.Number, NumberColumn numbers) => Numbers(numbers),
        (ColumnType.Number, _) => (ValueGetter<float>)((ref float value) => value = float.NaN),
        (_, CategoryColumn categories) => Categories(categories),
        (_, var column) => (ValueGetter<ReadOnlyMemory<char>>)(
            (ref ReadOnlyMemory<char> value) => value = InputValues.Category(column.Text(Index))),
    };

    private ValueGetter<float> Numbers(NumberColumn column)
    {
        var values = column.Values;
        return (ref float value) => value = InputValues.Number(values[Index]);
    }

    private ValueGetter<ReadOnlyMemory<char>> Categories(CategoryColumn column)
    {
        var (codes, texts) = (column.Codes, InputValues.ByCode(column.Domain));
        return (ref ReadOnlyMemory<char> value) => value = texts[codes[Index] + 1];
    }
}
