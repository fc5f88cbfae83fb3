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

    /// <summary>With more different values, a column is no category; nobody needs to count them further.</summary>
    public const int MostCategories = 1_000;

    private bool _areNumbers = true;
    private bool _areWhole = true;
    private bool _areBooleans = true;

    /// <summary>How many values were seen.</summary>
    public long Count { get; private set; }

    /// <summary>All values so far are moments.</summary>
    public bool AreTimestamps { get; private set; } = true;

    /// <param name="distinct">How many different values there are; any number above 1,000 will do for more.</param>
    public DataType TypeOf(long distinct) =>
        Count == 0 ? DataType.Number
        : _areNumbers ? (_areWhole ? DataType.Integer : DataType.Number)
        : AreTimestamps ? DataType.Timestamp
        : _areBooleans ? DataType.Boolean
        : distinct <= FewCategories || (distinct <= MostCategories && distinct * 2 <= Count) ? DataType.Category
        : DataType.Text;

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

        AreTimestamps = AreTimestamps && TimestampText.TryParse(value, out _);
        _areBooleans = _areBooleans && BooleanText.IsBoolean(value);
        return _areNumbers;
    }

    public void Join(TypeInference other)
    {
        Count += other.Count;
        _areNumbers &= other._areNumbers;
        _areWhole &= other._areWhole;
        AreTimestamps &= other.AreTimestamps;
        _areBooleans &= other._areBooleans;
    }
}
