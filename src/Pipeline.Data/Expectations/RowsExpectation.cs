using Pipeline.Core.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>How many rows there are.</summary>
internal sealed class RowsExpectation(ExpectationTerms terms) : Expectation(terms)
{
    public override DataCheck Judge(DatasetScan scan) => OfValue("rows", DataAnomaly.RowCount, scan.RowCount, scan.RowCount);
}
