using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Models;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// What a model was like on rows that it had not seen, which its answers in service are held against, and by which its
/// performance is estimated where nobody knows yet what came true. No row is in it.
/// </summary>
[DocumentSchema("performance-reference", 1)]
public sealed record PerformanceReference : Document
{
    /// <summary>Of the model's artifact.</summary>
    public required Digest Model { get; init; }

    public required ModelTask Task { get; init; }

    public required ModelLabel Label { get; init; }

    /// <summary>How many rows it was judged by.</summary>
    public required int Rows { get; init; }

    /// <summary>Every metric as the evaluation has it.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>
    /// What probabilities mean: of the positive class of two, or of each class in the label's order; none for a regression.
    /// </summary>
    public IReadOnlyList<ProbabilityReference> Probabilities { get; init; } = [];

    /// <summary>How the losses of a regression spread around their estimates; none where they are not estimated.</summary>
    public IReadOnlyList<LossReference> Losses { get; init; } = [];

    /// <summary>
    /// How near estimates were on later rows of those that the model was judged by; none where there are too few, and for a
    /// regression whose losses are not estimated.
    /// </summary>
    public IReadOnlyList<EstimateTrial> Trials { get; init; } = [];

    /// <summary>
    /// The same reference, with what probabilities mean by now: estimates follow a change of it as late as outcomes are. What the
    /// model was like when it was evaluated stays.
    /// </summary>
    /// <param name="rows">The last ones with outcomes; others are passed over.</param>
    /// <returns>This one for a regression, and where not each class has a row.</returns>
    public PerformanceReference Recalibrate(PredictionRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var labelled = rows.Labelled();
        return Task == ModelTask.Regression || labelled.Count == 0
            || ClassProbabilities.Find(labelled.Answers, labelled.Outcomes) is not { } found
            ? this
            : this with { Probabilities = found };
    }
}

/// <summary>How often rows were of a class, by the probability that the model gave it.</summary>
public sealed record ProbabilityReference
{
    /// <summary>What the model's probability becomes: fitted on the rows that the model was judged by.</summary>
    public required Calibration.Isotonic Calibration { get; init; }

    /// <summary>
    /// The mean probability of rows of similar ones, rising, at most 500: enough to know how sure the calibration is.
    /// </summary>
    public required IReadOnlyList<double> Places { get; init; }

    /// <summary>How many rows there are at each place.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>How many of them are of the class.</summary>
    public required IReadOnlyList<int> Positives { get; init; }
}

/// <summary>How a loss of rows spreads around what was estimated of it.</summary>
public sealed record LossReference
{
    /// <summary>What is estimated: "mean_absolute_error", "root_mean_squared_error".</summary>
    public required string Metric { get; init; }

    /// <summary>Where bins of estimated losses begin, rising; the first has all that is less.</summary>
    public required IReadOnlyList<double> From { get; init; }

    /// <summary>By bin, the mean of "lost minus estimated" of rows that the estimating model had not seen.</summary>
    public required IReadOnlyList<double> Bias { get; init; }

    /// <summary>By bin, the standard deviation of it.</summary>
    public required IReadOnlyList<double> Deviation { get; init; }

    /// <summary>By bin, how many rows that rests on.</summary>
    public required IReadOnlyList<int> Rows { get; init; }
}

/// <summary>One slice of the rows that the model was judged by, estimated by what was known of the rows before it.</summary>
/// <param name="Metric">The metric that sums up the task.</param>
/// <param name="Before">How many rows the estimate rests on.</param>
/// <param name="Rows">How many rows the slice has.</param>
/// <param name="Real">What the metric was.</param>
/// <param name="Estimated">What was estimated of it, with its interval.</param>
public sealed record EstimateTrial(string Metric, int Before, int Rows, double Real, Measurement Estimated);
