using Pipeline.Data.Columns;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Texts that a pattern matches, or that it does not.</summary>
internal readonly struct PatternTest(PatternMatcher matcher, bool isWanted) : IValueTest<PatternTest>
{
    public bool Holds(ColumnVector values, int index) => matcher.IsMatch(values[index]) == isWanted;

    public PatternTest Copy() => new(matcher.Copy(), isWanted);
}
