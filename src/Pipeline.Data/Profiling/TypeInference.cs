using Pipeline.Core.Documents;
using Pipeline.Data.Values;

namespace Pipeline.Data.Profiling;

/// <summary>
/// Finds a column's type in its values: the first of integer, number, timestamp and boolean words that all of them are, else a
/// category where few values occur often, else text. Numbers with leading zeros are codes. A column without values is a number.
/// </summary>
internal sealed class TypeInference
{
    private const int FewCategories = 20;
    private const int MostCategories = 1_000;

    private readonly Interner _distinct = new(MostCategories + 1);
    private bool _areNumbers = true;
    private bool _areWhole = true;
    private bool _areTimestamps = true;
    private bool _areBooleans = true;

    /// <summary>How many values were seen.</summary>
    public long Count { get; private set; }

    public DataType Type =>
        Count == 0 ? DataType.Number
        : _areNumbers ? (_areWhole ? DataType.Integer : DataType.Number)
        : _areTimestamps ? DataType.Timestamp
        : _areBooleans ? DataType.Boolean
        : IsCategory ? DataType.Category
        : DataType.Text;

    /// <summary>How many different values there are; more than 1,000 are not counted further.</summary>
    public int Distinct => _distinct.Count;

    private bool IsCategory => Distinct <= FewCategories || (Distinct <= MostCategories && Distinct * 2L <= Count);

    /// <returns>Whether this is a number, as all values before were.</returns>
    public bool Add(ReadOnlySpan<byte> value, out double number)
    {
        Count++;
        number = 0;
        if (_areNumbers)
        {
            _areNumbers = NumberText.TryParse(value, out number) && !NumberText.HasLeadingZero(value);
            _areWhole &= double.IsInteger(number);
        }

        _areTimestamps = _areTimestamps && TimestampText.TryParse(value, out _);
        _areBooleans = _areBooleans && BooleanText.IsBoolean(value);
        if (Distinct <= MostCategories)
            _distinct.NumberOf(value);
        return _areNumbers;
    }

    public void Join(TypeInference other)
    {
        Count += other.Count;
        _areNumbers &= other._areNumbers;
        _areWhole &= other._areWhole;
        _areTimestamps &= other._areTimestamps;
        _areBooleans &= other._areBooleans;
        _distinct.Join(other._distinct);
    }
}
