using Microsoft.ML;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Rows;

/// <summary>The feature row that is being scored.</summary>
internal sealed class CurrentRow(IReadOnlyList<ModelInput> inputs, DataViewSchema schema) : InputRow(schema)
{
    private FeatureRow? _row;
    private long _position = -1;

    /// <summary>Counts the rows, because ML.NET may keep what it has computed for a position.</summary>
    public override long Position => _position;

    public void MoveTo(FeatureRow row)
    {
        _row = row;
        _position++;
    }

    protected override Delegate Getter(int input) => inputs[input].Type == ColumnType.Number
        ? (ValueGetter<float>)((ref float value) => value = InputValues.Number(_row!.Number(input)))
        : (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> text) => text = InputValues.Category(_row!.Text(input)));
}
