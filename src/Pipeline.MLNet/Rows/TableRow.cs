using Microsoft.ML;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Rows;

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
