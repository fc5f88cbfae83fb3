using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Production;

/// <summary>
/// Metrics of some rows of which each counts as much as a real number says: a row that is positive with a probability is one
/// positive row and one negative row, which share its weight.
/// </summary>
public sealed class WeighedMetrics
{
    /// <summary>How many sets of weights are measured at once.</summary>
    public const int Lanes = LaneBootstrap.Lanes;

    private readonly IReadOnlyList<IMetric> _metrics;
    private readonly MetricRows _rows;
    private readonly FusedMetrics _fused;

    /// <param name="metrics">Of the rows' task; a team's own ones are given whole numbers in the same proportions.</param>
    /// <param name="rows">At least one.</param>
    public WeighedMetrics(IReadOnlyList<IMetric> metrics, MetricRows rows)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(rows);
        (_metrics, _rows, _fused) = (metrics, rows, new FusedMetrics(metrics, rows));
    }

    /// <returns>By metric; NaN where it is not defined.</returns>
    /// <param name="weights">By row, 0 or more.</param>
    public IReadOnlyList<double> Measure(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Count, _rows.Count, nameof(weights));
        return FusedMetrics.Values(_metrics, _rows, weights);
    }

    /// <summary>The same of eight sets of weights side by side; many threads may ask.</summary>
    /// <param name="weights">By row, then by set, 0 or more.</param>
    /// <param name="values">By metric, then by set; to be filled, NaN where a metric is not defined.</param>
    public void Measure(ReadOnlySpan<double> weights, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, _rows.Count * Lanes, nameof(weights));
        _fused.Measure(weights, values);
    }
}
