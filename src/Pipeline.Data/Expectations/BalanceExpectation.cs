using Pipeline.Core.Checks;
using Pipeline.Core.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>The share of the label's rarest class.</summary>
internal sealed class BalanceExpectation(ExpectationTerms terms) : Expectation(terms)
{
    public override DataCheck Judge(DatasetScan scan) =>
        OfValue("share of the rarest class", DataAnomaly.LabelImbalance, Rarest(scan), scan.RowCount);

    private static MeasuredValue Rarest(DatasetScan scan) => scan.Classes.Count == 0
        ? new MeasuredValue.NotApplicable("the label is not a class")
        : scan.Classes.Min(x => x.Share);
}
