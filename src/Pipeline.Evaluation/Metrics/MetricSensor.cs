using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>Measures metrics and how sure they are. The order in which rows come does not matter.</summary>
/// <param name="task">Whose metrics are measured.</param>
/// <param name="options">How resamples are drawn.</param>
/// <param name="catalog">Has the metrics.</param>
/// <param name="cancellationToken">Ends it between two resamples.</param>
internal sealed class MetricSensor(
    ModelTask task, BootstrapOptions options, MetricCatalog catalog, CancellationToken cancellationToken)
{
    private readonly IReadOnlyList<IMetric> _metrics = catalog.Of(task);

    public ModelTask Task => task;

    /// <summary>Null for a name that no metric of the task has.</summary>
    public IMetric? Find(string name) => catalog.Find(task, name);

    /// <summary>Every metric of the task. One that rows do not allow does not apply to a slice; overall it is broken.</summary>
    public IReadOnlyList<Measurement> Measure(Sample sample, double confidence)
    {
        if (sample.Broken is { } broken)
            return [.. _metrics.Select(x => Without(x, sample, new MeasuredValue.NotMeasured(broken)))];
        var rows = sample.First();
        var measured = _metrics.Where(x => x.Refuse(rows) is null).ToList();
        var intervals = Intervals(sample, rows, measured, confidence);
        return [.. _metrics.Select(x => x.Refuse(rows) is { } reason
            ? Without(x, sample, Absent(sample, reason))
            : Of(x, sample, rows) with { Interval = intervals[x] })];
    }

    /// <summary>
    /// One metric of the first model's answers, compared with the second's for the same rows. It is broken when these are too few
    /// to have a value, because then it is the comparison that is missing, not something to compare.
    /// </summary>
    /// <param name="metric">What is compared.</param>
    /// <param name="sample">The answers of both.</param>
    /// <param name="criterion">It names the second model, and how sure the difference must be.</param>
    public Measurement Compare(IMetric metric, Sample sample, Criterion.NoWorseThan criterion)
    {
        if (sample.Broken is { } broken)
            return Without(metric, sample, new MeasuredValue.NotMeasured(broken));
        var (first, second) = (sample.First(), sample.Second());
        if (metric.Refuse(first) is { } reason)
        {
            return Without(
                metric, sample, new MeasuredValue.NotMeasured($"in the rows that both models can be judged by, {reason}"));
        }

        var (ours, theirs) = (metric.On(first), metric.On(second));
        var range = metric.Highest - metric.Lowest;
        return Of(metric, sample, first) with
        {
            Comparison = new Comparison
            {
                Reference = criterion.Reference,
                Value = metric.Of(second),
                HigherIsBetter = metric.HigherIsBetter,
                Difference = Resample(sample, first.Count, 2, Both) is { } resampled
                    ? PercentileInterval.Of(resampled.Difference(0, 1), criterion.Confidence, -range, range)
                    : new ConfidenceInterval(-range, range, criterion.Confidence),
            },
        };

        void Both(ReadOnlySpan<int> weights, Span<double> values) => (values[0], values[1]) = (ours(weights), theirs(weights));
    }

    private static Measurement Of(IMetric metric, Sample sample, MetricRows rows) =>
        Without(metric, sample, metric.Of(rows)) with { Samples = metric.Samples(rows) };

    private static Measurement Without(IMetric metric, Sample sample, MeasuredValue value) =>
        new() { Name = metric.Name, Slice = sample.Slice, Value = value };

    private static MeasuredValue Absent(Sample sample, string reason) => sample.Slice is null
        ? new MeasuredValue.NotMeasured(reason)
        : new MeasuredValue.NotApplicable(reason);

    /// <summary>Null where all rows are of one group: nothing is known of what another would have been.</summary>
    private ResampledValues? Resample(Sample sample, int rows, int values, WeightedStatistic statistic) => sample.Groups switch
    {
        null => Bootstrap.Run(rows, values, statistic, options, cancellationToken),
        var groups when groups.Max() == 0 => null,
        var groups => Bootstrap.RunByGroup(groups, values, statistic, options, cancellationToken),
    };

    private Dictionary<IMetric, ConfidenceInterval> Intervals(
        Sample sample, MetricRows rows, IReadOnlyList<IMetric> metrics, double confidence)
    {
        if (metrics.Count == 0)
            return [];
        var statistics = metrics.Select(x => x.On(rows)).ToArray();
        var resampled = Resample(sample, rows.Count, metrics.Count, All);
        return metrics.Index().ToDictionary(x => x.Item, x => resampled is null
            ? new ConfidenceInterval(x.Item.Lowest, x.Item.Highest, confidence)
            : PercentileInterval.Of(resampled.Of(x.Index), confidence, x.Item.Lowest, x.Item.Highest));

        void All(ReadOnlySpan<int> weights, Span<double> values)
        {
            for (var i = 0; i < statistics.Length; i++)
                values[i] = statistics[i](weights);
        }
    }
}
