using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Data.Profiling;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations;

/// <summary>Something that must hold of the data: it may look at the rows, and judges when all have passed.</summary>
internal abstract class Expectation(ExpectationTerms terms) : IRowObserver
{
    /// <summary>The column that is looked at; empty where it is not about one.</summary>
    protected string Column => terms.Column ?? "";

    public virtual void Observe(RecordBatch batch)
    {
    }

    public abstract DataCheck Judge(DatasetScan scan);

    /// <summary>Judges how many rows were found.</summary>
    protected DataCheck OfCount(string name, DataAnomaly anomaly, LineSample found, long rows) =>
        Of(Measured(name, found.Count, rows), anomaly, found, rows);

    /// <summary>Judges the share of the rows that were found.</summary>
    protected DataCheck OfShare(string name, DataAnomaly anomaly, LineSample found, long rows) =>
        Of(Measured(name, ShareOf(found, rows), rows), anomaly, found, rows);

    /// <summary>Judges a figure of the dataset as a whole.</summary>
    protected DataCheck OfValue(string name, DataAnomaly anomaly, MeasuredValue value, long rows) =>
        Of(Measured(name, value, rows), anomaly, new LineSample(), rows);

    private static double ShareOf(LineSample found, long rows) => rows == 0 ? 0 : found.Count / (double)rows;

    private DataCheck Of(Measurement measurement, DataAnomaly anomaly, LineSample found, long rows)
    {
        var result = Result(measurement);
        return new DataCheck(result, new CheckEvidence(terms.Id, anomaly, found.Count, ShareOf(found, rows), found.Lines));
    }

    private Measurement Measured(string name, MeasuredValue value, long rows) =>
        new() { Name = name, Column = terms.Column, Value = value, Samples = rows };

    private CheckResult Result(Measurement measurement)
    {
        var check = new Check { Id = terms.Id, Criterion = terms.Criterion, Severity = terms.Severity, Source = terms.Source };
        return check.Judge(measurement);
    }
}
