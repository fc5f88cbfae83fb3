using Pipeline.Core.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>The share of a column's values that are missing.</summary>
internal sealed class MissingExpectation(ExpectationTerms terms) : Expectation(terms)
{
    public override DataCheck Judge(DatasetScan scan) =>
        OfShare("share of missing values", DataAnomaly.MissingShare, scan.Column(Column).Missing, scan.RowCount);
}
