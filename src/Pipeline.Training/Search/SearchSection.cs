using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Pipeline.Manifest.Records;

namespace Pipeline.Training.Search;

/// <summary>
/// The manifest's <c>training.search</c>: which options are tried, how, and for how long. Its keys are those of W&amp;B sweeps,
/// and a few of its own.
/// </summary>
[Description("Which options are tried, how, and for how long; in the spelling of W&B sweeps.")]
public sealed record SearchSection : IValidatedRecord
{
    /// <summary>Keys that say how long a search takes, and not which trials it has.</summary>
    internal static IReadOnlyList<string> Budgets { get; } = ["run_cap", "minutes"];

    [Description("grid tries every combination, random draws, bayes learns from earlier trials where better ones are.")]
    public required SearchMethod Method { get; init; }

    [Description("What makes one trial better than another.")]
    public required SearchMetric Metric { get; init; }

    [Description("The options that are tried, by their names: trees, or booster with parameters of its own.")]
    [MinLength(1)]
    public required IReadOnlyDictionary<string, ParameterSpec> Parameters { get; init; }

    [Description("Ends trials early that are worse than most.")]
    [ManifestKey("early_terminate")]
    public EarlyTerminateSpec? EarlyTerminate { get; init; }

    [Description("The most trials.")]
    [ManifestKey("run_cap")]
    [Range(1, 100_000)]
    public int? RunCap { get; init; }

    [Description("No trial begins later than this. How many there are then depends on the machine.")]
    [Range(0.0, 100_000.0, MinimumIsExclusive = true)]
    public double? Minutes { get; init; }

    [Description("The train rows that trials are measured on; a fifth of them is held out by default.")]
    public SearchValidation Validation { get; init; } = new();

    [Description("How many trials may run at once, if the machine has so many cores; bayes learns from those before them alone.")]
    [Range(1, 64)]
    public int Concurrency { get; init; } = 4;

    [Description("As in a sweep's file; nothing depends on it.")]
    public string? Name { get; init; }

    [Description("As in a sweep's file; nothing depends on it.")]
    public string? Description { get; init; }

    [Description("As in a sweep's file; nothing depends on it.")]
    public string? Project { get; init; }

    [Description("As in a sweep's file; nothing depends on it.")]
    public string? Entity { get; init; }

    [Description("Of a sweep's file, and refused here: training.trainer trains.")]
    public ManifestNode? Program { get; init; }

    [Description("Of a sweep's file, and refused here: training.trainer trains.")]
    public ManifestNode? Command { get; init; }

    public IEnumerable<Finding> Validate()
    {
        foreach (var (property, written) in new[] { (nameof(Program), Program), (nameof(Command), Command) })
        {
            if (written is not null)
                yield return new Finding(property, "No program of a sweep is run: training.trainer trains.", "Remove it.");
        }

        if (Method != SearchMethod.Grid && RunCap is null && Minutes is null)
        {
            yield return new Finding(
                "",
                $"A search by {Method.ToString().ToLowerInvariant()} has no end of its own.",
                "Add run_cap: 50, or minutes: 10.");
        }
    }
}

/// <summary>How the settings of trials are found.</summary>
public enum SearchMethod
{
    /// <summary>Every combination, the last parameter changing fastest.</summary>
    Grid,

    /// <summary>Drawn from the parameters' distributions, each trial on its own.</summary>
    Random,

    /// <summary>A tree-structured Parzen estimator, which draws where earlier trials were good.</summary>
    Bayes,
}

/// <summary>What makes one trial better than another.</summary>
[Shorthand(nameof(Name))]
public sealed record SearchMetric
{
    [Description("A metric of the task, by the name that gates have: roc_auc.")]
    [Length(1, 100)]
    public required string Name { get; init; }

    [Description("The metric's own direction by default; the other one is refused.")]
    public SearchGoal? Goal { get; init; }

    [Description("When a trial is as good as this, no more begin.")]
    public double? Target { get; init; }
}

/// <summary>Which values of a metric are better.</summary>
public enum SearchGoal
{
    Minimize,
    Maximize,
}

/// <summary>The train rows that trials are measured on.</summary>
public sealed record SearchValidation : IValidatedRecord
{
    /// <summary>The share that is held out where nothing is said of it.</summary>
    internal const double Usual = 0.2;

    [Description("The share of the train rows that no trial learns from, and all are measured on; 0.2 by default.")]
    [Range(0.01, 0.9)]
    public double? Holdout { get; init; }

    [Description("Each trial is measured on every train row, in so many parts, by as many models: k-fold cross-validation.")]
    [Range(2, 50)]
    public int? Folds { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Holdout is not null && Folds is not null)
            yield return new Finding("", "Trials are measured in one way, and this has 2.", "Write one of holdout and folds.");
    }

    /// <summary>"5 folds of the train rows", "20 % of the train rows".</summary>
    public override string ToString() => Folds is { } folds
        ? string.Create(CultureInfo.InvariantCulture, $"{folds} folds of the train rows")
        : string.Create(CultureInfo.InvariantCulture, $"{(Holdout ?? Usual) * 100:0.##} % of the train rows");
}

/// <summary>Which trials are not trained to their end.</summary>
public sealed record EarlyTerminateSpec : IValidatedRecord
{
    [Description("hyperband: at a few numbers of iterations, those that are worse than most that got so far.")]
    [AllowedValues("hyperband")]
    public required string Type { get; init; }

    [Description("The first number of iterations at which trials are compared; each next one is eta times as many.")]
    [ManifestKey("min_iter")]
    [Range(1, 1_000_000)]
    public int? MinIter { get; init; }

    [Description("With s: trials are compared at this number divided by eta, s times.")]
    [ManifestKey("max_iter")]
    [Range(2, 1_000_000)]
    public int? MaxIter { get; init; }

    [Description("With max_iter: how often trials are compared at most.")]
    [Range(1, 20)]
    public int? S { get; init; }

    [Description("One trial of so many goes on; 3 by default.")]
    [Range(1.0, 100.0, MinimumIsExclusive = true)]
    public double Eta { get; init; } = 3;

    public IEnumerable<Finding> Validate()
    {
        if ((MinIter is null) == (MaxIter is null))
            yield return new Finding("", "Trials are compared from min_iter on, or below max_iter.", "Write one of both.");
        if ((MaxIter is null) != (S is null))
            yield return new Finding("", "max_iter and s belong together.", "Write both, or min_iter alone.");
    }
}

/// <summary>The values that an option may have, in the spelling of W&amp;B sweeps.</summary>
public sealed record ParameterSpec
{
    [Description("The one value that all trials have.")]
    public ManifestNode? Value { get; init; }

    [Description("The values that trials choose from.")]
    [MinLength(1)]
    public IReadOnlyList<ManifestNode>? Values { get; init; }

    [Description("With values: how likely each is.")]
    public IReadOnlyList<double>? Probabilities { get; init; }

    [Description("How values are distributed; by default what follows from the other keys.")]
    [AllowedValues(
        Distributions.Constant, Distributions.Categorical, Distributions.IntUniform, Distributions.Uniform,
        Distributions.QUniform, Distributions.LogUniform, Distributions.LogUniformValues, Distributions.QLogUniform,
        Distributions.QLogUniformValues,
        Distributions.InvLogUniform, Distributions.InvLogUniformValues, Distributions.Normal, Distributions.QNormal,
        Distributions.LogNormal, Distributions.QLogNormal)]
    public string? Distribution { get; init; }

    [Description("The smallest value; with log_uniform, q_log_uniform and inv_log_uniform its exponent to the base e.")]
    public ManifestNode? Min { get; init; }

    [Description("The largest value, or its exponent.")]
    public ManifestNode? Max { get; init; }

    [Description("The mean of a normal distribution; 0 by default.")]
    public double? Mu { get; init; }

    [Description("The standard deviation of a normal distribution; 1 by default.")]
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double? Sigma { get; init; }

    [Description("What values are multiples of, for distributions that begin with q; 1 by default.")]
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double? Q { get; init; }

    [Description("Of an option that has options: theirs.")]
    [MinLength(1)]
    public IReadOnlyDictionary<string, ParameterSpec>? Parameters { get; init; }
}

/// <summary>The distributions of W&amp;B sweeps that a parameter may have, by their names there.</summary>
internal static class Distributions
{
    public const string Constant = "constant";
    public const string Categorical = "categorical";
    public const string IntUniform = "int_uniform";
    public const string Uniform = "uniform";
    public const string QUniform = "q_uniform";
    public const string LogUniform = "log_uniform";
    public const string LogUniformValues = "log_uniform_values";
    public const string QLogUniform = "q_log_uniform";
    public const string QLogUniformValues = "q_log_uniform_values";
    public const string InvLogUniform = "inv_log_uniform";
    public const string InvLogUniformValues = "inv_log_uniform_values";
    public const string Normal = "normal";
    public const string QNormal = "q_normal";
    public const string LogNormal = "log_normal";
    public const string QLogNormal = "q_log_normal";
}
