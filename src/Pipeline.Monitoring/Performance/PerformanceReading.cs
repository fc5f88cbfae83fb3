using Pipeline.Core.Checks;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Performance;

/// <summary>How good a model was in a window, as far as that is known, and as it is estimated.</summary>
public sealed record PerformanceReading
{
    /// <summary>What an estimated metric's name begins with: "estimated_roc_auc".</summary>
    public const string EstimatedPrefix = "estimated_";

    /// <summary>How far calibrated probabilities are from what came true.</summary>
    public const string CalibrationError = "calibration_error";

    /// <summary>How many predictions were logged.</summary>
    public required int Rows { get; init; }

    /// <summary>Of how many of them it is known what came true.</summary>
    public required int Labelled { get; init; }

    /// <summary>
    /// Every metric of the task by its own name, of labelled rows alone: "roc_auc". Each has its interval, and its comparison
    /// with the evaluation's value. Where no row is labelled they do not apply.
    /// </summary>
    public required IReadOnlyList<Measurement> Real { get; init; }

    /// <summary>
    /// What the same metrics are expected to be of all rows, labelled or not, as "estimated_roc_auc". The interval is of what the
    /// rows' outcomes would show. Not measured, with the reason, where it cannot be estimated.
    /// </summary>
    public required IReadOnlyList<Measurement> Estimated { get; init; }

    /// <summary>
    /// "calibration_error" of labelled rows: whether probabilities still mean what they meant, without which estimates mean
    /// nothing. Null for a regression and where no row is labelled.
    /// </summary>
    public Measurement? Calibration { get; init; }

    /// <summary>Probabilities no longer mean what they meant, by a test with one false alarm in a hundred.</summary>
    public bool IsCalibrationDrifted { get; init; }

    /// <summary>
    /// What probabilities mean by these rows, where they no longer mean what they meant and enough rows are labelled; else null.
    /// </summary>
    public IReadOnlyList<ProbabilityReference>? Recalibrated { get; init; }

    /// <summary>What whoever reads the estimates should know, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All of them, for rules.</summary>
    public IEnumerable<Measurement> Measurements =>
        [.. Real, .. Estimated, .. Calibration is null ? Array.Empty<Measurement>() : [Calibration]];

    /// <summary>A point of each metric's line over time.</summary>
    public IEnumerable<PerformancePoint> Points =>
    [
        .. Real.Select(measured => new PerformancePoint(measured.Name, PerformanceBasis.Real, measured)),
        .. Estimated.Select(measured =>
            new PerformancePoint(measured.Name[EstimatedPrefix.Length..], PerformanceBasis.Estimated, measured)),
    ];
}

/// <summary>A metric of one window.</summary>
/// <param name="Metric">The evaluation's name of it, whatever it rests on: "roc_auc".</param>
/// <param name="Basis">What it rests on.</param>
/// <param name="Measurement">Its value and interval.</param>
public sealed record PerformancePoint(string Metric, PerformanceBasis Basis, Measurement Measurement);

/// <summary>What a metric in service rests on.</summary>
public enum PerformanceBasis
{
    /// <summary>What came true.</summary>
    Real,

    /// <summary>What probabilities, or a model of losses, say will come true.</summary>
    Estimated,
}

/// <summary>How performance in service is measured.</summary>
public sealed record PerformanceOptions
{
    /// <summary>How many resamples intervals rest on, at least 100. Default 1,000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>How sure an interval is, between 0 and 1, both excluded. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>What chance begins with. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many threads to use; null, the default, for what the machine has. Results do not depend on it.</summary>
    public int? Threads { get; init; }

    internal BootstrapOptions Resampling => new() { Resamples = Resamples, Seed = Seed, Threads = Threads };
}
