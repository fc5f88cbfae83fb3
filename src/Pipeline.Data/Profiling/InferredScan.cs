using Pipeline.Core.Documents;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Profiling;

/// <summary>
/// Finds a column's type in its values: the first of integer, number, timestamp and boolean words that all of them are, else a
/// category where few values occur often, else text. Numbers with leading zeros are codes. A column without values is a number.
/// </summary>
internal sealed class InferredScan(ColumnView column) : ColumnScan(column)
{
    private const int FewCategories = 20;
    private const int MostCategories = 1_000;

    private bool _areNumbers = true;
    private bool _areWhole = true;
    private bool _areTimestamps = true;
    private bool _areBooleans = true;
    private long _count;

    public override DataType Type =>
        _count == 0 ? DataType.Number
        : _areNumbers ? (_areWhole ? DataType.Integer : DataType.Number)
        : _areTimestamps ? DataType.Timestamp
        : _areBooleans ? DataType.Boolean
        : IsCategory ? DataType.Category
        : DataType.Text;

    private bool IsCategory =>
        Distinct.Count <= FewCategories || (Distinct.Count <= MostCategories && Distinct.Count * 2L <= _count);

    protected override bool Accept(ReadOnlySpan<byte> value)
    {
        _count++;
        if (_areNumbers)
        {
            _areNumbers = NumberText.TryParse(value, out var number) && !NumberText.HasLeadingZero(value);
            _areWhole &= double.IsInteger(number);
        }

        _areTimestamps = _areTimestamps && TimestampText.TryParse(value, out _);
        _areBooleans = _areBooleans && BooleanText.IsBoolean(value);
        if (Distinct.Count <= MostCategories)
            Distinct.NumberOf(value);
        return true;
    }
}
