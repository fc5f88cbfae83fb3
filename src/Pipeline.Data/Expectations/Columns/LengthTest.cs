using Pipeline.Data.Columns;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Texts of a length within limits, counted in Unicode characters.</summary>
internal readonly struct LengthTest(RangeTest range) : IValueTest<LengthTest>
{
    public bool Holds(ColumnVector values, int index) => range.Has(CountCharacters(values[index]));

    public LengthTest Copy() => this;

    /// <summary>Every byte of UTF-8 but a continuation begins a character.</summary>
    private static int CountCharacters(ReadOnlySpan<byte> value)
    {
        var count = 0;
        foreach (var part in value)
            count += (part & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}
