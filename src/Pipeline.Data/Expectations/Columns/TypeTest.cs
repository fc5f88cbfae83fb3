using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Values of a type; of a category, a text and an identifier all are.</summary>
internal readonly struct TypeTest(DataType type) : IValueTest<TypeTest>
{
    private const int ExactDigits = 15;

    public bool Holds(ReadOnlySpan<byte> value) => type switch
    {
        DataType.Number => NumberText.TryParse(value, out _),
        DataType.Integer => IsInteger(value),
        DataType.Timestamp => TimestampText.TryParse(value, out _),
        DataType.Boolean => BooleanText.IsBoolean(value),
        _ => true,
    };

    public TypeTest Copy() => this;

    /// <summary>
    /// Whether a double holds it to the last digit: 9007199254740993 and 1.00000000000000001 only round to what one does.
    /// </summary>
    private static bool IsInteger(ReadOnlySpan<byte> value)
    {
        if (!NumberText.TryParseWhole(value, out var number))
            return false;
        if (value.Length <= ExactDigits && !value.ContainsAny((byte)'e', (byte)'E'))
            return true;
        return ValueKey.TryWhole(value, out var whole) && whole == (long)number;
    }
}
