using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Slices;

namespace Pipeline.Evaluation.Gates;

/// <summary>What was measured of a model, for gates to be held against.</summary>
/// <param name="Overall">Of all test rows, every metric.</param>
/// <param name="Slices">By column.</param>
/// <param name="Champion">What it answers, if there is one.</param>
/// <param name="Sensor">It measures what is compared with the champion.</param>
internal sealed record Evidence(
    IReadOnlyList<Measurement> Overall,
    IReadOnlyDictionary<string, MeasuredSlice> Slices,
    ChampionRows Champion,
    MetricSensor Sensor);
