using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
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

/// <summary>Something that must hold of single rows: it finds those of which it does not.</summary>
internal abstract class RowExpectation(RowTerms terms) : Expectation(terms.Terms)
{
    protected ViolationSummary Violations { get; } = new(terms.Shown, terms.KeepsRows);

    protected RowTerms RowTerms => terms;

    public override void Merge(RowAccumulator other) => Violations.Merge(((RowExpectation)other).Violations);

    public override IEnumerable<DataCheck> Judge(JudgedData data) => [OfRows(terms, Violations, data)];
}

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

/// <summary>Ids by which a report can be compared with the last one, also where the same thing is expected twice.</summary>
internal static class CheckNames
{
    /// <summary>The second check of a name becomes "name#2", and so on.</summary>
    public static IReadOnlyList<DataCheck> Distinct(IEnumerable<DataCheck> checks)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. checks.Select(x => Named(x, counts[x.Result.Check.Id] = counts.GetValueOrDefault(x.Result.Check.Id) + 1))];
    }

    private static DataCheck Named(DataCheck check, int count)
    {
        if (count == 1)
            return check;
        var id = string.Create(CultureInfo.InvariantCulture, $"{check.Result.Check.Id}#{count}");
        return check with
        {
            Result = check.Result with { Check = check.Result.Check with { Id = id } },
            Evidence = check.Evidence with { Check = id },
        };
    }
}
