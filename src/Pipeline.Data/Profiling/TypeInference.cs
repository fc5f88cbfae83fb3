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

    private bool _areWhole = true;
    private bool _areBooleans = true;

    /// <summary>All values so far are numbers.</summary>
    public bool AreNumbers { get; private set; } = true;

    /// <summary>All values so far are moments.</summary>
    public bool AreTimestamps { get; private set; } = true;

    /// <param name="distinct">How many different values there are; any number above 1,000 will do for more.</param>
    /// <param name="count">How many values there are.</param>
    public DataType TypeOf(long distinct, long count) =>
        count == 0 ? DataType.Number
        : AreNumbers ? (_areWhole ? DataType.Integer : DataType.Number)
        : AreTimestamps ? DataType.Timestamp
        : _areBooleans ? DataType.Boolean
        : distinct <= FewCategories || (distinct <= MostCategories && distinct * 2 <= count) ? DataType.Category
        : DataType.Text;

    /// <param name="value">One that need not be added again.</param>
    /// <returns>Whether this is a number, as all values before were.</returns>
    public bool Add(ReadOnlySpan<byte> value)
    {
        if (AreNumbers)
        {
            AreNumbers = NumberText.TryParse(value, out var number) && !NumberText.HasLeadingZero(value);
            _areWhole &= Math.Floor(number) == number;
        }

        AddWord(value);
        return AreNumbers;
    }

    /// <summary>Adds all values of a column that were numbers so far.</summary>
    /// <param name="values">They need not be added again.</param>
    /// <param name="numbers">Takes what they mean; without meaning where they turn out to be no numbers.</param>
    public void Add(ColumnValues values, Span<double> numbers)
    {
        for (var i = 0; i < values.Count && AreNumbers; i++)
            AreNumbers = values.TryNumber(i, out numbers[i]) && !values.HasLeadingZero(i);
        foreach (var number in numbers[..values.Count])
            _areWhole &= Math.Floor(number) == number;
        for (var i = 0; i < values.Count && (AreTimestamps || _areBooleans); i++)
            AddWord(values[i]);
    }

    public void Join(TypeInference other)
    {
        AreNumbers &= other.AreNumbers;
        _areWhole &= other._areWhole;
        AreTimestamps &= other.AreTimestamps;
        _areBooleans &= other._areBooleans;
    }

    private void AddWord(ReadOnlySpan<byte> value)
    {
        AreTimestamps = AreTimestamps && TimestampText.TryParse(value, out _);
        _areBooleans = _areBooleans && BooleanText.IsBoolean(value);
    }
}
