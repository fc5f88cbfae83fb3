using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Explanation;
using Pipeline.Evaluation.Fairness;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Robustness;
using Pipeline.Evaluation.Serving;
using Pipeline.Evaluation.Slices;
using Pipeline.Manifest.Records;

namespace Pipeline.Evaluation.Gates;

/// <summary>What a model must hold to before it is registered. A kind of gate is known by the key that only it has.</summary>
[KeyChoice("robustness", typeof(RobustnessGate))]
[KeyChoice("metric", typeof(MetricGate))]
[KeyChoice("server", typeof(ServerGate))]
[KeyChoice("cost", typeof(CostGate))]
[KeyChoice("importance", typeof(ImportanceGate))]
[KeyChoice("fairness", typeof(FairnessGate))]
[KeyChoice("found-slices", typeof(FoundSlicesGate))]
public abstract record GateSpec
{
    private protected GateSpec()
    {
    }

    [Inline]
    public required Criterion Criterion { get; init; }

    [Description("error fails the evaluation, warn only says so.")]
    public Severity Severity { get; init; } = Severity.Error;

    [Description("What an inconclusive verdict counts as; error by default.")]
    public Severity Inconclusive { get; init; } = Severity.Error;

    [Description("With fewer samples the verdict is inconclusive; of recall, samples are the positive rows.")]
    [Range(1, int.MaxValue)]
    public int SamplesAtLeast { get; init; } = 30;
}

/// <summary>A metric and its limit: <c>{metric: roc_auc, at-least: 0.8}</c>.</summary>
public sealed record MetricGate : GateSpec, IValidatedRecord
{
    /// <summary>What <see cref="Criterion.NoWorseThan"/> may name here: what production serves.</summary>
    public const string Champion = "champion";

    /// <summary>What <see cref="Criterion.NoWorseThan"/> may name here: the best of the trivial answers.</summary>
    public const string Baseline = "baseline";

    private const double UsualRate = 0.05;

    [Description("What is measured, by scikit-learn's name; each task has its own metrics.")]
    [ManifestKey("metric")]
    [Length(1, 100)]
    public required string Name { get; init; }

    [Description("A column; each of its groups must hold to the limit.")]
    [Length(1, 1000)]
    public string? Slice { get; init; }

    [Description("Columns; all their groups are held to the limit together, so that many do not fail one by chance.")]
    [OrSingle]
    [Length(1, 20)]
    public IReadOnlyList<string>? WorstOf { get; init; }

    [Description("Of worst-of: the share of groups said to be bad that may be good in truth; 0.05 by default.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? FalseDiscoveryRate { get; init; }

    [Description("The rows that it is measured on: test, or cross-validation for the mean over the folds of the train rows.")]
    public GateRows On { get; init; }

    [Description("Of mean_pinball_loss: the quantile that is predicted; 0.5 by default.")]
    [Range(0.0, 1.0)]
    public double? Alpha { get; init; }

    [Description("Of top_k_accuracy: how many classes are looked at; 2 by default.")]
    [Range(1, 1000)]
    public int? K { get; init; }

    [Description("Of expected_calibration_error: how many bins of equal width; 10 by default.")]
    [Range(2, 1000)]
    public int? Bins { get; init; }

    /// <summary>The name that measurements have: with what the gate sets, "top_k_accuracy(k=3)".</summary>
    internal string Measured => Parameter is { } given
        ? string.Create(CultureInfo.InvariantCulture, $"{Name}({given.Name}={given.Value})")
        : Name;

    /// <summary>What the gate sets of its metric; null where nothing.</summary>
    internal (string Name, double Value)? Parameter => Parameters is [var given, ..] ? given : null;

    internal IReadOnlyList<(string Name, double Value)> Parameters =>
    [
        .. Alpha is { } alpha ? [("alpha", alpha)] : Array.Empty<(string, double)>(),
        .. K is { } k ? [("k", k)] : Array.Empty<(string, double)>(),
        .. Bins is { } bins ? [("bins", bins)] : Array.Empty<(string, double)>(),
    ];

    internal double Rate => FalseDiscoveryRate ?? UsualRate;

    public IEnumerable<Finding> Validate()
    {
        if (Refuse(Criterion) is { } finding)
            yield return finding;
        if (On == GateRows.CrossValidation && Slice is not null)
            yield return new Finding(nameof(Slice), "Folds are not sliced.", "Remove slice, or on.");
        if (On == GateRows.CrossValidation && WorstOf is not null)
            yield return new Finding(nameof(WorstOf), "Folds are not sliced.", "Remove worst-of, or on.");
        if (On == GateRows.CrossValidation && Parameter is not null)
            yield return new Finding("", "Folds are measured with the usual metrics alone.", "Remove what is set of it, or on.");
        if (Slice is not null && WorstOf is not null)
            yield return new Finding(nameof(WorstOf), "Groups are held to the limit together or each for itself, not both.");
        if (FalseDiscoveryRate is not null && WorstOf is null)
            yield return new Finding(nameof(FalseDiscoveryRate), "It belongs to worst-of, which is not here.");
        if (WorstOf is not null && Criterion is Criterion.NoWorseThan or Criterion.Between)
            yield return new Finding(nameof(WorstOf), "The worst of many groups is held to at-least or at-most.");
        if (On == GateRows.CrossValidation && Criterion is Criterion.NoWorseThan)
        {
            yield return new Finding(
                "", "The champion has no folds to be compared on.", "Write a limit, or compare on the test rows.");
        }
    }

    /// <summary>The number of a registered version, of "v3"; null where it is none.</summary>
    public static int? VersionOf(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference is ['v', .. { Length: > 0 } digits] && digits.All(char.IsAsciiDigit) && digits[0] != '0'
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }

    private static Finding? Refuse(Criterion criterion) => criterion switch
    {
        Criterion.NoWorseThan { Reference: Champion or Baseline } => null,
        Criterion.NoWorseThan x when VersionOf(x.Reference) is null => new Finding(
            "",
            $"A model is compared with {Champion}, {Baseline}, or a version such as v3, not with '{x.Reference}'.",
            $"Write no-worse-than: {Champion}."),
        Criterion.OneOf => new Finding(
            "", "A metric is not one of a list; at-least, at-most, between or no-worse-than is accepted."),
        _ => null,
    };
}

/// <summary>The rows that a gate's metric is measured on.</summary>
public enum GateRows
{
    /// <summary>Those that nothing was learned from.</summary>
    Test,

    /// <summary>The train rows, in folds, each by a model that has not seen it; the mean over them.</summary>
    CrossValidation,
}
