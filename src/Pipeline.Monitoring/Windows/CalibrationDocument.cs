using Pipeline.Core.Documents;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Monitoring.Windows;

/// <summary>What probabilities meant by the outcomes of one window.</summary>
/// <param name="From">Where the window begins.</param>
/// <param name="To">Exclusive.</param>
public sealed record KeptCalibration(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Null where they meant what they did in the evaluation.</summary>
    public IReadOnlyList<ProbabilityReference>? Probabilities { get; init; }
}

/// <summary>By which windows with outcomes later ones are estimated.</summary>
[DocumentSchema("window-calibrations", 1)]
public sealed record CalibrationDocument : Document
{
    private const int Most = 8;

    /// <summary>In the order of time; the last ones.</summary>
    public IReadOnlyList<KeptCalibration> Windows { get; init; } = [];

    /// <summary>The last one that is over when another window begins; null where there is none.</summary>
    public KeptCalibration? Before(DateTimeOffset begin) => Windows.LastOrDefault(x => x.To <= begin);

    /// <summary>With what a window says now; without the window where it says nothing.</summary>
    public CalibrationDocument With(DateTimeOffset from, KeptCalibration? calibration)
    {
        var others = Windows.Where(x => x.From != from);
        return this with
        {
            Windows = [.. (calibration is null ? others : others.Append(calibration)).OrderBy(x => x.From).TakeLast(Most)],
        };
    }
}
