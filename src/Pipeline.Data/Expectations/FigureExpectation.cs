using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>Something that must hold of a figure that is known without looking at rows once more.</summary>
/// <param name="terms">How it is asked for.</param>
/// <param name="name">What is measured.</param>
/// <param name="anomaly">What it is when the figure is bad.</param>
/// <param name="measure">The figure of the dataset.</param>
internal sealed class FigureExpectation(
    ExpectationTerms terms, string name, DataAnomaly anomaly, Func<JudgedData, MeasuredValue> measure) : Expectation(terms)
{
    public override void Observe(ColumnBatch batch)
    {
    }

    public override RowAccumulator CreateEmpty() => new FigureExpectation(Terms, name, anomaly, measure);

    public override void Merge(RowAccumulator other)
    {
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data) => [OfValue(name, anomaly, measure(data), data.Rows)];
}
