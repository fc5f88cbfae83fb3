using Pipeline.Core.Documents;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Values of a type; of a category, a text and an identifier all are.</summary>
internal readonly struct TypeTest(DataType type) : IValueTest<TypeTest>
{
    public bool Holds(ReadOnlySpan<byte> value) => type switch
    {
        DataType.Number => NumberText.TryParse(value, out _),
        DataType.Integer => NumberText.TryParseWhole(value, out _),
        DataType.Timestamp => TimestampText.TryParse(value, out _),
        DataType.Boolean => BooleanText.IsBoolean(value),
        _ => true,
    };

    public TypeTest Fork() => this;
}
