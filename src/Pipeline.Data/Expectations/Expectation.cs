using Pipeline.Core.Checks;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>Something that must hold of the data: it may look at the rows, and judges when all have passed.</summary>
internal abstract class Expectation(ExpectationTerms terms) : RowAccumulator
{
    protected ExpectationTerms Terms => terms;

    public abstract IEnumerable<DataCheck> Judge(JudgedData data);

    /// <summary>Judges a figure of a column, or of the dataset as a whole.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="anomaly">What it is when the figure is bad.</param>
    /// <param name="value">The figure.</param>
    /// <param name="samples">How many values it rests on.</param>
    protected DataCheck OfValue(string name, DataAnomaly anomaly, MeasuredValue value, long samples) =>
        OfValue(terms, name, anomaly, value, samples);

    protected static DataCheck OfValue(
        ExpectationTerms terms, string name, DataAnomaly anomaly, MeasuredValue value, long samples) =>
        new(
            Result(terms, name, value, samples),
            new CheckEvidence(terms.Id, anomaly, 0, 0, []),
            new ViolationSummary([], keepsAll: false));

    /// <summary>Judges by the rows that were found.</summary>
    protected static DataCheck OfRows(RowTerms terms, ViolationSummary found, JudgedData data)
    {
        MeasuredValue value = terms.Measure switch
        {
            RowMeasure.Count => found.Count,
            RowMeasure.ViolationShare => found.Share,
            _ => found.ConformingShare,
        };
        var evidence = new CheckEvidence(
            terms.Terms.Id, terms.Anomaly, found.Count, found.Share, [.. found.First.Select(x => x.Place.Line)])
        {
            Examples = [.. found.First.Select(x => Example(x, found.Shown, data))],
        };
        return new DataCheck(Result(terms.Terms, terms.Name, value, found.Looked), evidence, found);
    }

    private static ExampleRow Example(Violation row, IReadOnlyList<ShownColumn> shown, JudgedData data) => new()
    {
        Line = row.Place.Line,
        File = data.Files.Count > 1 ? data.Files[row.Place.File] : null,
        Values = shown.Zip(row.Values ?? []).DistinctBy(x => x.First.Name).ToDictionary(x => x.First.Name, x => x.Second),
    };

    private static CheckResult Result(ExpectationTerms terms, string name, MeasuredValue value, long samples)
    {
        var check = new Check { Id = terms.Id, Criterion = terms.Criterion, Severity = terms.Severity, Source = terms.Source };
        return check.Judge(new Measurement
        {
            Name = name,
            Column = terms.Column,
            Value = value,
            Samples = samples,
            Unit = terms.Unit,
        });
    }
}

/// <summary>A judged expectation, and where in the file it found what it counts.</summary>
internal sealed record DataCheck(CheckResult Result, CheckEvidence Evidence, ViolationSummary Violations)
{
    /// <summary>All rows that were found, where they are remembered.</summary>
    public PlaceSet? Rows => Violations.All;
}
