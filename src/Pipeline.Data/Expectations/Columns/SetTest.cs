using Pipeline.Data.Columns;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Values that are in a set, or that are not.</summary>
internal readonly struct SetTest(ValueSet set, bool isWanted) : IValueTest<SetTest>
{
    public bool Holds(ColumnVector values, int index) => set.Has(values, index) == isWanted;

    public SetTest Copy() => this;
}
