namespace Pipeline.Data.Expectations.Columns;

/// <summary>Values that are in a set, or that are not.</summary>
internal readonly struct SetTest(ValueSet set, bool isWanted) : IValueTest<SetTest>
{
    public bool Holds(ReadOnlySpan<byte> value) => set.Has(value) == isWanted;

    public SetTest Copy() => this;
}
