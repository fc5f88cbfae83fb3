using System.Text.Json.Serialization;
using Pipeline.Core.Checks;

namespace Pipeline.Monitoring.Drift;

/// <summary>How far the values of a column are from those of its reference, and what follows.</summary>
public sealed record ColumnDrift
{
    public required string Column { get; init; }

    /// <summary>
    /// Failed where it drifts, inconclusive with too few values, skipped where there is nothing to compare; the reason has both
    /// numbers.
    /// </summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Null where nothing was compared.</summary>
    public DriftMethod? Method { get; init; }

    /// <summary>
    /// Why it is that one: "numbers with more than 5 different values, more than 1000 of them in the reference".
    /// </summary>
    public string MethodReason { get; init; } = "";

    /// <summary>The distance, or the statistic of a test; null where nothing was compared.</summary>
    public double? Value { get; init; }

    /// <summary>The value that samples of these sizes have on average where nothing has changed; null for tests.</summary>
    public double? Noise { get; init; }

    /// <summary>Of the value; of the p-value where <see cref="LimitsPValue"/> says so.</summary>
    public double? Limit { get; init; }

    /// <summary>A p-value below the limit is drift; otherwise a value at or above it.</summary>
    public bool LimitsPValue { get; init; }

    /// <summary>The limit was learned from windows that are known to be good.</summary>
    public bool IsLearned { get; init; }

    /// <summary>How often chance alone gives such a value or a greater one, from 0 to 1.</summary>
    public double? PValue { get; init; }

    /// <summary>The same, as Benjamini and Hochberg adjust it for all columns that were compared.</summary>
    public double? CorrectedPValue { get; init; }

    /// <summary>How many rows of the window have a value.</summary>
    public long Samples { get; init; }

    /// <summary>How many rows of the reference have one.</summary>
    public long ReferenceSamples { get; init; }

    /// <summary>
    /// Then and now in the same bins, for plots: of numbers in their order, else the most frequent value first.
    /// </summary>
    public IReadOnlyList<DriftBin> Bins { get; init; } = [];

    /// <summary>Rows without a value; null where the reference or the window has no rows.</summary>
    public ShareChange? Missing { get; init; }

    /// <summary>
    /// Values that the reference does not have, among all values; null for numbers, and where nobody can know which values it
    /// has.
    /// </summary>
    public ShareChange? Unseen { get; init; }

    /// <summary>
    /// Numbers below the reference's least or above its greatest, among all numbers; null unless they are numbers.
    /// </summary>
    public ShareChange? OutOfRange { get; init; }

    /// <summary>What there is of a text: its length and its words; null for anything else.</summary>
    public TextDrift? Text { get; init; }

    /// <summary>
    /// What is held against the limit: the p-value, corrected where it was; of a distance what is beyond that which sampling
    /// alone gives. Null where nothing was compared.
    /// </summary>
    [JsonIgnore]
    public double? Judged => LimitsPValue ? CorrectedPValue ?? PValue : Value is null ? null : ColumnComparison.Beyond(this);

    [JsonIgnore]
    public bool IsDrifted => Verdict.Outcome == Outcome.Failed;

    /// <summary>Whether drift of it can be said at all: whether it counts in the share of drifted columns.</summary>
    [JsonIgnore]
    public bool IsCompared => Verdict.Outcome is Outcome.Passed or Outcome.Failed;

    /// <summary>What was measured, as checks have it: "drift of wasserstein" and the column.</summary>
    [JsonIgnore]
    public Measurement Measurement => new()
    {
        Name = Method is { } method ? $"{method.Name()} drift" : "drift",
        Column = Column,
        Value = Value is { } value ? value : Verdict.Outcome == Outcome.Errored
            ? new MeasuredValue.NotMeasured(Verdict.Reason.TrimEnd('.'))
            : new MeasuredValue.NotApplicable(Verdict.Reason.TrimEnd('.')),
        Samples = Samples,
    };

    /// <summary>The verdict as the result of a check.</summary>
    public CheckResult ToResult(Severity severity = Severity.Error, Severity inconclusive = Severity.Warn) => new(
        new Check
        {
            Id = $"drift/{Column}",
            Criterion = LimitsPValue ? new Criterion.AtLeast(Limit ?? 0) : new Criterion.AtMost(Limit ?? 0),
            Severity = severity,
            Inconclusive = inconclusive,
        },
        Measurement,
        Verdict);
}

/// <summary>The shares of a range of numbers, or of one value, then and now.</summary>
/// <param name="Reference">From 0 to 1, of the reference's values.</param>
/// <param name="Current">From 0 to 1, of the window's.</param>
public sealed record DriftBin(double Reference, double Current)
{
    /// <summary>The value; null for a range, and for all values that are not shown.</summary>
    public string? Value { get; init; }

    /// <summary>Above this one, and the first bin has it too; null unless it is a range.</summary>
    public double? Low { get; init; }

    /// <summary>Up to and with this one; null unless it is a range.</summary>
    public double? High { get; init; }
}

/// <summary>A share then and now.</summary>
/// <param name="Reference">From 0 to 1.</param>
/// <param name="Current">From 0 to 1.</param>
/// <param name="PValue">How often chance alone gives such a difference or a greater one.</param>
public sealed record ShareChange(double Reference, double Current, double PValue)
{
    /// <summary>The current share may be greater by so much, where a sketch has not kept all.</summary>
    public double Error { get; init; }
}

/// <summary>What of a text can be held against a reference without keeping any text.</summary>
/// <param name="ReferenceLength">The mean number of characters then.</param>
/// <param name="Length">And now.</param>
public sealed record TextDrift(double ReferenceLength, double Length)
{
    /// <summary>The share of the window's different values that the reference does not have.</summary>
    public double? OutOfVocabulary { get; init; }

    /// <summary>One standard error of that share.</summary>
    public double OutOfVocabularyError { get; init; }
}

/// <summary>How far a window is from its reference, column by column.</summary>
/// <param name="Columns">In the order of the reference, and then those that it does not have.</param>
public sealed record DriftReport(IReadOnlyList<ColumnDrift> Columns)
{
    /// <summary>The share of drifted columns from which on the dataset drifts.</summary>
    public required double DriftShare { get; init; }

    /// <summary>The false-discovery rate over all columns that were compared.</summary>
    public required double FalseDiscoveryRate { get; init; }

    /// <summary>How many columns can be said to drift or not.</summary>
    [JsonIgnore]
    public int Compared => Columns.Count(x => x.IsCompared);

    [JsonIgnore]
    public IEnumerable<ColumnDrift> Drifted => Columns.Where(x => x.IsDrifted);

    /// <summary>Of the columns that were compared, from 0 to 1; 0 where none was.</summary>
    [JsonIgnore]
    public double Share => Compared == 0 ? 0 : Drifted.Count() / (double)Compared;

    [JsonIgnore]
    public bool IsDrifted => Compared > 0 && Share >= DriftShare;

    /// <summary>The drift of the dataset, as the result of a check.</summary>
    public CheckResult ToResult(Severity severity = Severity.Error, Severity inconclusive = Severity.Warn)
    {
        var drifted = string.Join(", ", Drifted.Take(MostNamed).Select(x => $"'{x.Column}'"));
        var more = Drifted.Count() > MostNamed ? $" and {Drifted.Count() - MostNamed} more" : "";
        var measurement = new Measurement
        {
            Name = "share of drifted columns",
            Value = Compared == 0 ? new MeasuredValue.NotApplicable("no column could be compared") : Share,
            Samples = Compared,
        };
        var check = new Check
        {
            Id = "drift/dataset",
            Criterion = new Criterion.AtMost(DriftShare),
            Severity = severity,
            Inconclusive = inconclusive,
        };
        var sentence = FormattableString.Invariant(
            $"{Drifted.Count()} of {Compared} columns drift{(drifted.Length > 0 ? $" ({drifted}{more})" : "")}; ")
            + FormattableString.Invariant($"from a share of {DriftShare:0.##} on the dataset does.");
        return new CheckResult(check, measurement, Compared == 0
            ? Verdict.Inconclusive("No column of the window could be compared with its reference.")
            : IsDrifted ? Verdict.Failed(sentence) : Verdict.Passed(sentence));
    }

    private const int MostNamed = 5;
}
