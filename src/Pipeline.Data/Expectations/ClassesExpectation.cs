using Pipeline.Core.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>The label has as many classes as the task needs.</summary>
internal sealed class ClassesExpectation(ExpectationTerms terms) : Expectation(terms)
{
    public override DataCheck Judge(DatasetScan scan) =>
        OfValue("count of classes", DataAnomaly.LabelClasses, scan.Classes.Count, scan.RowCount);
}
