using Pipeline.Core.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>No value of a column is missing.</summary>
internal sealed class NullExpectation(ExpectationTerms terms, DataAnomaly anomaly) : Expectation(terms)
{
    public override DataCheck Judge(DatasetScan scan) =>
        OfCount("count of missing values", anomaly, scan.Column(Column).Missing, scan.RowCount);
}
