using Pipeline.Data.Expectations.Found;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations;

/// <summary>Something that must hold of single rows: it finds those of which it does not.</summary>
internal abstract class RowExpectation(RowTerms terms) : Expectation(terms.Terms)
{
    protected FoundRows Found { get; } = new(terms.Shown, terms.KeepsRows);

    protected RowTerms RowTerms => terms;

    public override void Join(LaneObserver other) => Found.Join(((RowExpectation)other).Found);

    public override IEnumerable<DataCheck> Judge(JudgedData data) => [OfRows(terms, Found, data)];
}
