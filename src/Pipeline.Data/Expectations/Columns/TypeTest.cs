using Pipeline.Data.Columns;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Values of a type; of a category, a text and an identifier all are.</summary>
internal readonly struct TypeTest(DataType type) : IValueTest<TypeTest>
{
    private const int ExactDigits = 15;

    public bool Holds(ColumnVector values, int index) => type switch
    {
        DataType.Number => !double.IsNaN(values.Number(index)),
        DataType.Integer => IsInteger(values, index),
        DataType.Timestamp => !values.Moments()[index].IsNone,
        DataType.Boolean => values.Type == VectorType.Boolean || BooleanText.IsBoolean(values[index]),
        _ => true,
    };

    public TypeTest Copy() => this;

    /// <summary>
    /// Whether a double holds it to the last digit: 9007199254740993 and 1.00000000000000001 only round to what one does.
    /// </summary>
    private static bool IsInteger(ColumnVector values, int index)
    {
        var number = values.Number(index);
        if (!double.IsInteger(number) || Math.Abs(number) > NumberText.LargestWhole)
            return false;
        if (values.AreExact && Math.Abs(number) < NumberText.LargestWhole)
            return true;
        var value = values[index];
        if (value.Length <= ExactDigits && !value.ContainsAny((byte)'e', (byte)'E'))
            return true;
        return ValueKey.TryWhole(value, out var whole) && whole == (long)number;
    }
}
