using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Drift;

namespace Pipeline.Monitoring.Rules;

/// <summary>What must hold of each window of traffic. A kind of rule is known by the key that only it has.</summary>
[KeyChoice("metric", typeof(MetricRule))]
[KeyChoice("drift", typeof(DriftRule))]
[KeyChoice("quality", typeof(QualityRule))]
[KeyChoice("fairness", typeof(FairnessRule))]
[KeyChoice("detector", typeof(DetectorRule))]
[KeyChoice("multivariate", typeof(MultivariateRule))]
[KeyChoice("expectations", typeof(ExpectationsRule))]
[KeyChoice("freshness", typeof(FreshnessRule))]
public abstract record RuleSpec
{
    private protected RuleSpec()
    {
    }

    /// <summary>Null means the rule's own limit, or a learned one.</summary>
    [Inline]
    public Criterion? Criterion { get; init; }

    [Description("What the rule is called in alerts, lower-case letters, digits, '-' and '_'; what it measures by default.")]
    [RegularExpression("^[a-z][a-z0-9_-]*$")]
    [Length(1, 100)]
    public string? Name { get; init; }

    [Description("Instead of a limit: from the windows before, their mean give or take some standard deviations.")]
    public LearnedLimit? Learned { get; init; }

    [Description("error makes the run of Monitor fail while the alert fires, warn only says so.")]
    public Severity Severity { get; init; } = Severity.Error;

    [Description("For how long it must be so before it alerts: 2 windows, or a time such as 6h; 1 window by default.")]
    public Persistence For { get; init; } = Persistence.OneWindow;

    [Description("For how long it must be well again before the alert is closed; 1 window by default.")]
    public Persistence RecoverAfter { get; init; } = Persistence.OneWindow;

    [Description("With fewer samples there is no verdict; 100 by default.")]
    [Range(1, int.MaxValue)]
    public int SamplesAtLeast { get; init; } = 100;

    [Description("Whether its alert is told in quiet times too, which environments.yml has; false by default.")]
    public bool Urgent { get; init; }

    [Description("What is done when it alerts: hold (no rollout goes on), rollback or retrain; nothing by default.")]
    public AlertAction? OnAlert { get; init; }

    [Description("How long after such an action there is no other by this rule; 1d by default.")]
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What alerts and documents call it.</summary>
    public string Id => Name ?? Measured;

    /// <summary>What it measures, as one word for names: "drift-income".</summary>
    private protected abstract string Measured { get; }

    private protected IEnumerable<Finding> ValidateLimits()
    {
        if (Criterion is not null && Learned is not null)
            yield return new Finding(nameof(Learned), "A limit is written or learned, not both.");
        if (CoolDown != TimeSpan.FromDays(1) && OnAlert is null)
            yield return new Finding(nameof(CoolDown), "It belongs to on-alert, which is not here.");
    }

    private protected static string Joined(string kind, IEnumerable<string> names) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(string.Join('-', names.Prepend(kind)));
}

/// <summary>What an alert may do by itself.</summary>
public enum AlertAction
{
    /// <summary>A rollout that goes on is paused for a person.</summary>
    Hold,

    /// <summary>The environment is rolled back to its standby.</summary>
    Rollback,

    /// <summary>The model is trained, judged and released again.</summary>
    Retrain,
}

/// <summary>A limit from earlier windows of the same model, as NannyML has it: their mean give or take some deviations.</summary>
public sealed record LearnedLimit
{
    [Description("How many windows it is learned from, the first of the model; 10 by default.")]
    [Range(3, 1000)]
    public int Windows { get; init; } = 10;

    [Description("How many standard deviations from their mean are still well; 3 by default.")]
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double Deviations { get; init; } = 3;
}

/// <summary>One number of a window: <c>{metric: roc_auc, at-least: 0.75}</c>.</summary>
public sealed record MetricRule : RuleSpec, IValidatedRecord
{
    /// <summary>What <see cref="Criterion.NoWorseThan"/> may name here: the model's own evaluation.</summary>
    public const string Evaluation = "evaluation";

    [Description(
        "What is measured: a metric of the evaluation such as roc_auc (needs outcomes), estimated_roc_auc (needs none), "
        + "predictions, latency_p99, refused_share, outcomes_share, drift_share, calibration_error.")]
    [ManifestKey("metric")]
    [Length(1, 100)]
    public required string Metric { get; init; }

    private protected override string Measured => Metric;

    public IEnumerable<Finding> Validate()
    {
        foreach (var finding in ValidateLimits())
            yield return finding;
        if (Criterion is null && Learned is null)
            yield return new Finding("", "A metric needs a limit: at-least, at-most, between, no-worse-than, or learned.");
        if (Criterion is Criterion.OneOf)
            yield return new Finding("", "A metric is held against at-least, at-most, between or no-worse-than.");
        if (Criterion is Criterion.NoWorseThan { Reference: not Evaluation } other)
        {
            yield return new Finding(
                "",
                $"A window is compared with the evaluation, not with '{other.Reference}'.",
                "Write no-worse-than: evaluation.");
        }
    }
}

/// <summary>How far columns are from what they were in training: <c>{drift: income, method: psi, at-most: 0.2}</c>.</summary>
public sealed record DriftRule : RuleSpec, IValidatedRecord
{
    /// <summary>Stands for all inputs.</summary>
    public const string Inputs = "inputs";

    /// <summary>Stands for all answers of the model.</summary>
    public const string Outputs = "outputs";

    [Description("A column, several, inputs for all inputs, or outputs for all that the model answers.")]
    [ManifestKey("drift")]
    [OrSingle]
    [Length(1, 1000)]
    public required IReadOnlyList<string> Columns { get; init; }

    [Description("How it is measured: psi, jensenshannon, ks, wasserstein, chisquare, total_variation, l_infinity, ...; "
        + "by kind of column and number of rows by default.")]
    [Length(1, 100)]
    public string? Method { get; init; }

    private protected override string Measured => Joined("drift", Columns);

    public IEnumerable<Finding> Validate()
    {
        foreach (var finding in ValidateLimits())
            yield return finding;
        if (Criterion is not null && Method is null)
            yield return new Finding(nameof(Method), "A limit belongs to a method, which is not here.");
        if (Method is not null && DriftMethods.Find(Method) is null)
        {
            var known = Enum.GetValues<DriftMethod>().Select(x => x.Name()).ToList();
            yield return new Finding(
                nameof(Method),
                $"'{Method}' is no method of drift; {string.Join(", ", known)} are.",
                NearestNames.Hint(Method, known));
        }

        if (Criterion is not (null or Criterion.AtMost))
            yield return new Finding("", "How far a column is is held against at-most; of a test that is its p-value's limit.");
    }
}

/// <summary>How many values of columns are faulty: <c>{quality: missing, column: income, at-most: 0.1}</c>.</summary>
public sealed record QualityRule : RuleSpec, IValidatedRecord
{
    [Description("missing, unseen (a category that training has not seen), out-of-range (what the manifest does not accept), "
        + "type-faults (requests that the server refused), or out-of-vocabulary (of the different texts of a column, those that "
        + "training has not seen).")]
    [ManifestKey("quality")]
    public required QualityFault Fault { get; init; }

    [Description("A column or several; each input by default.")]
    [OrSingle]
    [ManifestKey("column")]
    [Length(1, 1000)]
    public IReadOnlyList<string> Columns { get; init; } = [];

    private protected override string Measured => Joined(Words, Columns);

    /// <summary>As measurements name it.</summary>
    public string Words => Fault switch
    {
        QualityFault.Missing => "missing",
        QualityFault.Unseen => "unseen",
        QualityFault.OutOfRange => "out_of_range",
        QualityFault.OutOfVocabulary => "out_of_vocabulary",
        _ => "type_faults",
    };

    public IEnumerable<Finding> Validate()
    {
        foreach (var finding in ValidateLimits())
            yield return finding;
        if (Criterion is Criterion.OneOf or Criterion.NoWorseThan)
            yield return new Finding("", "A share of values is held against at-most, at-least or between.");
        if (Fault == QualityFault.OutOfVocabulary && ((Criterion is null && Learned is null) || Columns.Count == 0))
        {
            yield return new Finding(
                "",
                "How many texts are new depends on the texts: nothing is usual.",
                "Name the column, and a limit such as at-most: 0.5, or learned.");
        }
    }
}

/// <summary>What may be wrong with a value.</summary>
public enum QualityFault
{
    Missing,

    /// <summary>A category that training has not seen.</summary>
    Unseen,

    /// <summary>What the manifest does not accept of the column.</summary>
    OutOfRange,

    /// <summary>A value that is no value of the column's type, so that the server refused the request.</summary>
    TypeFaults,

    /// <summary>A text that training does not have, counted once however often it occurs.</summary>
    OutOfVocabulary,
}

/// <summary>How much groups differ: <c>{fairness: demographic_parity_difference, column: sex, at-most: 0.1}</c>.</summary>
public sealed record FairnessRule : RuleSpec, IValidatedRecord
{
    [Description("What the groups may differ by, under Fairlearn's name; demographic_parity_difference needs no outcomes.")]
    [ManifestKey("fairness")]
    [Length(1, 100)]
    public required string Metric { get; init; }

    [Description("A protected column, or several; each protected one by default.")]
    [OrSingle]
    [ManifestKey("column")]
    public IReadOnlyList<string> Columns { get; init; } = [];

    private protected override string Measured => Joined(Metric, Columns);

    public IEnumerable<Finding> Validate()
    {
        foreach (var finding in ValidateLimits())
            yield return finding;
        if (Criterion is null && Learned is null)
            yield return new Finding("", "What groups differ by needs a limit: at-least, at-most, between, or learned.");
        if (Criterion is Criterion.OneOf or Criterion.NoWorseThan)
            yield return new Finding("", "What groups differ by is held against at-least, at-most or between.");
    }
}

/// <summary>A change in the stream of errors, found row by row: <c>detector: adwin</c>.</summary>
public sealed record DetectorRule : RuleSpec, IValidatedRecord
{
    [Description("ddm, adwin or page-hinkley.")]
    [ManifestKey("detector")]
    public required DetectorKind Detector { get; init; }

    private protected override string Measured => Joined("detector", [Detector.ToString()]);

    public IEnumerable<Finding> Validate()
    {
        foreach (var finding in ValidateLimits())
            yield return finding;
        if (Criterion is not null || Learned is not null)
            yield return new Finding("", "A detector has its own limit.", "Remove the limit.");
    }
}

/// <summary>Whether relations between columns have changed: <c>multivariate: domain-classifier</c>.</summary>
public sealed record MultivariateRule : RuleSpec, IValidatedRecord
{
    /// <summary>NannyML's, of an area.</summary>
    private static readonly Criterion UsualArea = new Criterion.AtMost(Drift.DomainArea.Limit);

    private static readonly Criterion UsualShift =
        new Criterion.Between(-ReconstructionError.Limit, ReconstructionError.Limit);

    [Description("domain-classifier: the area of a model that tells rows from those of the training data, at most 0.65 by "
        + "default (the training data must be where Monitor runs); or reconstruction: the error of principal components, within "
        + "3 standard deviations by default.")]
    [ManifestKey("multivariate")]
    public required MultivariateMethod Method { get; init; }

    /// <summary>What is written, or what is usual.</summary>
    internal Criterion Limit => Criterion ?? (Method == MultivariateMethod.DomainClassifier ? UsualArea : UsualShift);

    private protected override string Measured => Joined(
        "multivariate", [Method == MultivariateMethod.DomainClassifier ? "domain-classifier" : "reconstruction"]);

    public IEnumerable<Finding> Validate()
    {
        foreach (var finding in ValidateLimits())
            yield return finding;
        if (Criterion is Criterion.OneOf or Criterion.NoWorseThan)
            yield return new Finding("", "What changed between columns is held against at-most, at-least or between.");
    }
}

/// <summary>What <c>data.expect</c> has of the model's inputs, held against windows: <c>expectations: inputs</c>.</summary>
public sealed record ExpectationsRule : RuleSpec, IValidatedRecord
{
    [Description("inputs: each expectation of data.expect that a window's figures can tell; the others are said to be skipped.")]
    [ManifestKey("expectations")]
    public required ExpectedScope Scope { get; init; }

    private protected override string Measured => "expectations";

    public IEnumerable<Finding> Validate()
    {
        foreach (var finding in ValidateLimits())
            yield return finding;
        if (Criterion is not null || Learned is not null)
            yield return new Finding("", "Expectations have their own limits, in data.expect.", "Remove the limit.");
    }
}

/// <summary>Which columns expectations are held against.</summary>
public enum ExpectedScope
{
    /// <summary>What the model reads.</summary>
    Inputs,
}

/// <summary>How old the newest of something may be: <c>{freshness: predictions, within: 1h}</c>.</summary>
public sealed record FreshnessRule : RuleSpec, IValidatedRecord
{
    [Description("predictions, or outcomes: what came true of them.")]
    [ManifestKey("freshness")]
    public required FreshKind Of { get; init; }

    [Description("How old the newest one may be when Monitor looks: 30m, 6h or 2d.")]
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00")]
    public required TimeSpan Within { get; init; }

    private protected override string Measured => Joined("freshness", [$"{Of}"]);

    public IEnumerable<Finding> Validate()
    {
        foreach (var finding in ValidateLimits())
            yield return finding;
        if (Criterion is not null || Learned is not null)
            yield return new Finding("", "The limit of freshness is 'within'.", "Remove the other limit.");
    }
}

/// <summary>What may be too old.</summary>
public enum FreshKind
{
    Predictions,

    /// <summary>What came true of them.</summary>
    Outcomes,
}

/// <summary>Who looks for a change.</summary>
public enum DetectorKind
{
    /// <summary>Gama, Medas, Castillo and Rodrigues 2004.</summary>
    Ddm,

    /// <summary>Bifet and Gavaldà 2007.</summary>
    Adwin,

    /// <summary>Page 1954.</summary>
    PageHinkley,
}

/// <summary>What holds where the manifest has no rules.</summary>
public static class StandardRules
{
    public static IReadOnlyList<RuleSpec> All { get; } =
    [
        new DriftRule { Columns = [DriftRule.Inputs], Severity = Severity.Warn, For = Persistence.Parse("2 windows", null) },
        new DriftRule { Columns = [DriftRule.Outputs], Severity = Severity.Warn, For = Persistence.Parse("2 windows", null) },
        new QualityRule { Fault = QualityFault.Missing },
        new QualityRule { Fault = QualityFault.Unseen },
        new QualityRule { Fault = QualityFault.OutOfRange },
        new QualityRule { Fault = QualityFault.TypeFaults },
        new MetricRule { Metric = "predictions", Criterion = new Criterion.AtLeast(1), SamplesAtLeast = 1 },
    ];
}
