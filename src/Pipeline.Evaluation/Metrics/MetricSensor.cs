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
    public ModelTask Task => task;

    /// <summary>Of the task, in the order of reports.</summary>
    public IReadOnlyList<IMetric> Metrics { get; } = catalog.Of(task);

    /// <summary>Null for a name that no metric of the task has.</summary>
    public IMetric? Find(string name) => catalog.Find(task, name);

    /// <summary>Every metric of the task. One that rows do not allow does not apply to a slice; overall it is broken.</summary>
    public IReadOnlyList<Measurement> Measure(Sample sample, double confidence) => sample.Broken is { } broken
        ? [.. Metrics.Select(x => Without(x, sample.Slice, new MeasuredValue.NotMeasured(broken)))]
        : Measure(sample, [new SamplePart(sample.Slice, sample.First(), null, Metrics)], confidence)[0].Measurements;

    /// <summary>
    /// Several parts of a sample by the same resamples of all of it: rows are drawn once, and a part has as many of them as
    /// chance gives it.
    /// </summary>
    /// <param name="sample">Not broken.</param>
    /// <param name="parts">What is measured.</param>
    /// <param name="confidence">Of the intervals, between 0 and 1, both excluded.</param>
    public IReadOnlyList<MeasuredPart> Measure(Sample sample, IReadOnlyList<SamplePart> parts, double confidence)
    {
        var planned = parts.Select(part => PlannedPart.Of(part, sample.Weights)).ToList();
        var starts = new int[planned.Count];
        for (var i = 1; i < starts.Length; i++)
            starts[i] = starts[i - 1] + planned[i - 1].Measured.Count;
        var all = planned.Sum(x => x.Measured.Count);
        var fused = planned.ConvertAll(x => new FusedMetrics(x.Measured, x.Part.Rows, x.Part.Places) { Each = sample.Weights });
        var resampled = all == 0 ? null : Resample(sample, all, (weights, values) =>
        {
            for (var i = 0; i < fused.Count; i++)
                fused[i].Measure(weights, values[(starts[i] * LaneBootstrap.Lanes)..]);
        });
        return [.. planned.Select((part, index) => part.Tell(resampled, starts[index], confidence))];
    }

    /// <summary>
    /// One metric of the first model's answers, compared with the second's for the same rows. It is broken when these are too few
    /// to have a value, because then it is the comparison that is missing, not something to compare.
    /// </summary>
    /// <param name="metric">What is compared.</param>
    /// <param name="sample">The answers of both.</param>
    /// <param name="criterion">It names the second model, and how sure the difference must be.</param>
    public Measurement Compare(IMetric metric, Sample sample, Criterion.NoWorseThan criterion) =>
        Compare([metric], sample, criterion)[0];

    /// <summary>The same of several metrics, by the same resamples.</summary>
    /// <param name="metrics">What is compared.</param>
    /// <param name="sample">The answers of both.</param>
    /// <param name="criterion">It names the second model, and how sure the difference must be.</param>
    public IReadOnlyList<Measurement> Compare(
        IReadOnlyList<IMetric> metrics, Sample sample, Criterion.NoWorseThan criterion)
    {
        if (sample.Broken is { } broken)
            return [.. metrics.Select(x => Without(x, sample.Slice, new MeasuredValue.NotMeasured(broken)))];
        var (first, second) = (sample.First(), sample.Second());
        var tests = metrics.Select(x => x.Refuse(first) is null && x.Refuse(second) is null ? PairedTest.Find(x, sample) : null)
            .ToList();
        var left = metrics.Where((x, index) => x.Refuse(first) is null && tests[index] is null).ToList();
        var (ours, theirs) = (
            new FusedMetrics(left, first) { Each = sample.Weights }, new FusedMetrics(left, second) { Each = sample.Weights });
        var resampled = left.Count == 0 ? null : Resample(sample, 2 * left.Count, (weights, values) =>
        {
            ours.Measure(weights, values);
            theirs.Measure(weights, values[(left.Count * LaneBootstrap.Lanes)..]);
        });
        return [.. metrics.Select((metric, index) => Told(metric, tests[index]))];

        Measurement Told(IMetric metric, PairedTest? test)
        {
            if (metric.Refuse(first) is { } reason)
            {
                return Without(metric, sample.Slice, new MeasuredValue.NotMeasured(
                    $"in the rows that both models can be judged by, {reason}"));
            }

            var refused = metric.Refuse(second);
            var measured = Without(metric, sample.Slice, ValueOf(metric, first)) with
            {
                Samples = metric.Samples(first),
                Comparison = new Comparison
                {
                    Reference = criterion.Reference,
                    Value = refused is null ? ValueOf(metric, second) : new MeasuredValue.NotMeasured(refused),
                    HigherIsBetter = metric.HigherIsBetter,
                    IsOfDistance = metric.IsBestAtZero,
                },
            };
            if (refused is not null)
                return measured;
            var place = left.IndexOf(metric);
            var paired = test ?? PairedTest.Of(
                metric, resampled is null ? null : (resampled.Of(place), resampled.Of(left.Count + place)));
            return paired.Tell(measured, criterion, sample.Count);
        }

        double ValueOf(IMetric metric, MetricRows rows) =>
            sample.Weights is null ? metric.Of(rows) : FusedMetrics.Values([metric], rows, sample.Weights)[0];
    }

    internal static Measurement Without(IMetric metric, string? slice, MeasuredValue value) =>
        new() { Name = metric.Name, Slice = slice, Value = value };

    /// <summary>Null where all rows are of one group: nothing is known of what another would have been.</summary>
    private ResampledValues? Resample(Sample sample, int values, LaneStatistic statistic) =>
        sample.Groups is { } groups && groups.Max() == 0
            ? null
            : LaneBootstrap.Run(sample.Count, sample.Groups, values, statistic, options, cancellationToken);
}

/// <summary>Some rows of a sample, and what is measured of them.</summary>
/// <param name="Slice">As "sex=F"; null for all rows.</param>
/// <param name="Rows">In the order of the sample.</param>
/// <param name="Places">By row, its place in the sample; null for all of it.</param>
/// <param name="Metrics">Of the rows' task.</param>
internal sealed record SamplePart(string? Slice, MetricRows Rows, int[]? Places, IReadOnlyList<IMetric> Metrics);

/// <summary>What came of a part of a sample.</summary>
/// <param name="Measurements">In the order of its metrics.</param>
/// <param name="Resampled">By metric, what it was in each resample; null where it has no value, or no interval.</param>
internal sealed record MeasuredPart(IReadOnlyList<Measurement> Measurements, Func<int, double[]?> Resampled);

/// <summary>A part with the metrics that its rows have a value for.</summary>
internal sealed record PlannedPart(SamplePart Part, IReadOnlyList<IMetric> Measured, IReadOnlyDictionary<IMetric, double> Values)
{
    /// <param name="part">Of a sample.</param>
    /// <param name="weights">Of the sample, by place; null where each row counts once.</param>
    public static PlannedPart Of(SamplePart part, double[]? weights)
    {
        var (rows, values) = (part.Rows, new Dictionary<IMetric, double>());
        var able = rows.Count == 0 ? [] : part.Metrics.Where(x => x.Lacks(rows) is null).ToList();
        var own = weights is null || part.Places is null ? weights : Array.ConvertAll(part.Places, place => weights[place]);
        var found = FusedMetrics.Values(able, rows, own);
        foreach (var (index, metric) in able.Index())
            values[metric] = found[index];
        return new PlannedPart(part, [.. able.Where(x => x.Refuse(values[x]) is null)], values);
    }

    /// <param name="resampled">Null where there is no interval.</param>
    /// <param name="start">Where among the values this part begins.</param>
    /// <param name="confidence">Of the intervals.</param>
    public MeasuredPart Tell(ResampledValues? resampled, int start, double confidence)
    {
        var places = Measured.Index().ToDictionary(x => x.Item, x => start + x.Index);
        return new MeasuredPart(
            [.. Part.Metrics.Select(x => places.TryGetValue(x, out var place)
                ? MetricSensor.Without(x, Part.Slice, Values[x]) with
                {
                    Samples = x.Samples(Part.Rows),
                    Interval = resampled is null
                        ? new ConfidenceInterval(x.Lowest, x.Highest, confidence)
                        : PercentileInterval.Of(resampled.Of(place), confidence, x.Lowest, x.Highest),
                }
                : MetricSensor.Without(x, Part.Slice, Absent(x)))],
            metric => places.TryGetValue(Part.Metrics[metric], out var place) ? resampled?.Of(place) : null);
    }

    private MeasuredValue Absent(IMetric metric)
    {
        var reason = Values.TryGetValue(metric, out var value) ? metric.Refuse(value)! : metric.Refuse(Part.Rows)!;
        return Part.Slice is null ? new MeasuredValue.NotMeasured(reason) : new MeasuredValue.NotApplicable(reason);
    }
}
