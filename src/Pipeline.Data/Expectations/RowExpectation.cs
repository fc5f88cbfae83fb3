using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations;

/// <summary>Something that must hold of single rows: it finds those of which it does not.</summary>
internal abstract class RowExpectation(RowTerms terms) : Expectation(terms.Terms)
{
    protected ViolationSummary Violations { get; } = new(terms.Shown, terms.KeepsRows);

    protected RowTerms RowTerms => terms;

    public override void Merge(RowAccumulator other) => Violations.Merge(((RowExpectation)other).Violations);

    public override IEnumerable<DataCheck> Judge(JudgedData data) => [OfRows(terms, Violations, data)];
}
