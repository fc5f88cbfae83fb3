using System.Runtime.Intrinsics;
using Pipeline.Data.Columns;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>
/// Finds a column's type in its values: the first of integer, number, timestamp and boolean words that all of them are, else a
/// category where few values occur often, else text. Numbers with leading zeros are codes, and so are whole numbers with more
/// digits than a double holds: an identifier, unless they occur often. A column without values is a number, and one with a single
/// letter such as "F" and no other value is a category: that letter may stand for anything.
/// </summary>
internal sealed class TypeInference
{
    /// <summary>With more different values, a column is no category; nobody needs to count them further.</summary>
    public const int MostCategories = 1_000;

    private const int FewCategories = 20;

    private bool _areWhole = true;
    private bool _areBooleans = true;
    private bool _areLetters = true;
    private bool _hasTrue;
    private bool _hasFalse;
    private bool _areCommas = true;
    private bool _hasComma;
    private bool _isLarge;
    private bool _losesDigits;

    /// <summary>All values so far are numbers.</summary>
    public bool AreNumbers { get; private set; } = true;

    /// <summary>All values so far are moments.</summary>
    public bool AreTimestamps { get; private set; } = true;

    /// <summary>No value to come changes anything: they are words.</summary>
    public bool IsSettled => !AreNumbers && !AreTimestamps && !_areBooleans && !_areCommas;

    private bool AreBooleans => _areBooleans && !(_areLetters && _hasTrue != _hasFalse);

    /// <param name="distinct">How many different values there are; any number above 1,000 will do for more.</param>
    /// <param name="count">How many values there are.</param>
    public DataType TypeOf(long distinct, long count) =>
        count == 0 ? DataType.Number
        : AreNumbers && _areWhole && _losesDigits ? (IsOften(distinct, count) ? DataType.Category : DataType.Identifier)
        : AreNumbers ? (_areWhole && !_isLarge ? DataType.Integer : DataType.Number)
        : AreTimestamps ? DataType.Timestamp
        : AreBooleans ? DataType.Boolean
        : distinct <= FewCategories || IsOften(distinct, count) ? DataType.Category
        : DataType.Text;

    /// <summary>All values are numbers, and some have a comma before their fraction.</summary>
    public bool HaveDecimalCommas => !AreNumbers && _areCommas && _hasComma;

    public void Add(ColumnVector values)
    {
        var numbers = values.Numbers();
        if (AreNumbers && values.Count > 0)
            AreNumbers = values.AreNumbers && !HaveLeadingZero(values);
        for (var i = 0; i < numbers.Length && AreNumbers && _areWhole; i++)
        {
            var number = numbers[i];
            _areWhole = Math.Floor(number) == number && (Math.Abs(number) <= NumberText.LargestWhole || AreDigits(values[i]));
        }

        if (values.Count == 0)
            return;
        AddType(values);
        for (var i = 0; i < values.Count && IsOpen(values); i++)
            AddWord(values[i]);
    }

    private bool IsOpen(ColumnVector values) =>
        values.Type != VectorType.Moment && (AreTimestamps || _areBooleans || (_areCommas && !AreNumbers));

    /// <summary>What the file says of the column, which settles what else its values would be asked for.</summary>
    private void AddType(ColumnVector values)
    {
        AreTimestamps &= !values.AreSurelyNumbers;
        _areBooleans &= !values.AreSurelyNumbers && values.Type != VectorType.Moment;
        _areCommas &= values.Type != VectorType.Moment;
    }

    private static bool HaveLeadingZero(ColumnVector values)
    {
        if (values.Type != VectorType.Text)
            return false;
        var texts = values.Texts();
        var heads = texts.Heads;
        for (var i = 0; i < heads.Length; i++)
        {
            if (heads[i].ToScalar() is (byte)'0' or (byte)'-' or (byte)'+' && NumberText.HasLeadingZero(texts[i]))
                return true;
        }

        return false;
    }

    /// <param name="value">Of a column in which not all are numbers. It need not be added again.</param>
    public void AddWord(ReadOnlySpan<byte> value)
    {
        AreTimestamps = AreTimestamps && TimestampText.TryParse(value, out _);
        if (_areCommas && DecimalComma.Has(value))
            _hasComma = true;
        else
            _areCommas = _areCommas && NumberText.TryParse(value, out _);
        if (!_areBooleans)
            return;
        _areBooleans = BooleanText.TryParse(value, out var truth);
        _areLetters = _areLetters && BooleanText.IsLetter(value);
        _hasTrue |= _areBooleans && truth;
        _hasFalse |= _areBooleans && !truth;
    }

    public void Merge(TypeInference other)
    {
        AreNumbers &= other.AreNumbers;
        _areWhole &= other._areWhole;
        AreTimestamps &= other.AreTimestamps;
        _areBooleans &= other._areBooleans;
        _areLetters &= other._areLetters;
        _hasTrue |= other._hasTrue;
        _hasFalse |= other._hasFalse;
        _areCommas &= other._areCommas;
        _hasComma |= other._hasComma;
        _isLarge |= other._isLarge;
        _losesDigits |= other._losesDigits;
    }

    private static bool IsOften(long distinct, long count) => distinct <= MostCategories && distinct * 2 <= count;

    /// <summary>A whole number beyond 2^53, written in digits alone and not as 1e20. Notes whether a double has them.</summary>
    private bool AreDigits(ReadOnlySpan<byte> value)
    {
        var digits = value[0] is (byte)'-' or (byte)'+' ? value[1..] : value;
        if (digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        _isLarge = true;
        _losesDigits = _losesDigits || !NumberText.HasAllDigits(digits);
        return true;
    }
}
