using Pipeline.Core.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>Values are of the type that the manifest declares.</summary>
internal sealed class TypeExpectation(ExpectationTerms terms, DataType type) : Expectation(terms)
{
    public override DataCheck Judge(DatasetScan scan) => OfCount(
        $"count of values that are no {type.ToString().ToLowerInvariant()}",
        DataAnomaly.TypeMismatch,
        scan.Column(Column).Mismatches,
        scan.RowCount);
}
