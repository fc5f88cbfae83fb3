using System.Collections.Immutable;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Slices;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation;

/// <summary>Measures all that is asked about a model's test rows by the same resamples of them, which are drawn once.</summary>
/// <param name="rows">The test rows.</param>
/// <param name="sensor">It has the metrics.</param>
/// <param name="confidence">Of the intervals, between 0 and 1, both excluded.</param>
internal sealed class RowsJudgement(JudgedRows rows, MetricSensor sensor, double confidence)
{
    /// <summary>Of more classes nobody reads a table.</summary>
    private const int MostClasses = 50;

    /// <param name="columns">The slices.</param>
    /// <param name="baselines">The trivial answers.</param>
    public JudgedParts Measure(IReadOnlyList<SliceColumn> columns, IReadOnlyList<Baseline> baselines)
    {
        int[] all = [.. Enumerable.Range(0, rows.Truth.Count)];
        var sample = Sample.Of(new SampleRows(rows.Truth, rows.Groups, all), null, columns, rows.Answers);
        if (sample.Broken is { } broken)
            return Broken(columns, broken);
        var whole = sample.First();
        var classes = rows.Label is ModelLabel.Classes { Names: { Count: <= MostClasses } names } ? names : [];
        List<SamplePart> parts =
        [
            new(null, whole, null, sensor.Metrics),
            .. classes.Select((name, place) => new SamplePart($"class {name}", whole, null, StandardMetrics.OfClass(place))),
            .. baselines.Select(x => new SamplePart(null, Answered(whole, x), null, sensor.Metrics)),
            .. columns.SelectMany(column => column.Groups.Zip(sample.Places(column), (group, places) =>
                new SamplePart(group.Name, Taken(whole, places), places, sensor.Metrics))),
        ];
        var measured = new Queue<MeasuredPart>(sensor.Measure(sample, parts, confidence));
        return new JudgedParts
        {
            Overall = measured.Dequeue().Measurements,
            PerClass = [.. classes.Select((name, place) => new EvaluatedClass
            {
                Name = name,
                Rows = whole.Truth.Count(x => (int)x == place),
                Measurements = measured.Dequeue().Measurements,
            })],
            Baselines = [.. baselines.Select(x => new EvaluatedBaseline
            {
                Name = x.Name,
                Answer = x.Words,
                Measurements = measured.Dequeue().Measurements,
            })],
            Slices = columns.ToDictionary(
                x => x.Name, x => new MeasuredSlice(x, [.. x.Groups.Select(_ => measured.Dequeue())])),
            Answers = whole,
            Tables = TaskKind.Of(sensor.Task).Tables(whole, rows.Label),
        };
    }

    private JudgedParts Broken(IReadOnlyList<SliceColumn> columns, string reason)
    {
        return new JudgedParts
        {
            Overall = Measured(null),
            PerClass = [],
            Baselines = [],
            Slices = columns.ToDictionary(
                x => x.Name, x => new MeasuredSlice(x, [.. x.Groups.Select(y => new MeasuredPart(Measured(y.Name), _ => null))])),
            Tables = [],
        };

        IReadOnlyList<Measurement> Measured(string? slice) =>
            [.. sensor.Metrics.Select(x => MetricSensor.Without(x, slice, new MeasuredValue.NotMeasured(reason)))];
    }

    private static MetricRows Answered(MetricRows whole, Baseline baseline) =>
        new(whole.Truth, [.. baseline.Outputs.Select(x => Enumerable.Repeat(x, whole.Count).ToImmutableArray())], whole.Decision);

    private static MetricRows Taken(MetricRows whole, int[] places) => new(
        [.. places.Select(x => whole.Truth[x])],
        [.. whole.Answers.Select(column => places.Select(x => column[x]).ToImmutableArray())],
        whole.Decision);
}

/// <summary>What was measured of test rows.</summary>
internal sealed record JudgedParts
{
    /// <summary>Of all rows, in the order of the metrics.</summary>
    public required IReadOnlyList<Measurement> Overall { get; init; }

    public required IReadOnlyList<EvaluatedClass> PerClass { get; init; }

    public required IReadOnlyList<EvaluatedBaseline> Baselines { get; init; }

    /// <summary>By column.</summary>
    public required IReadOnlyDictionary<string, MeasuredSlice> Slices { get; init; }

    public required IReadOnlyList<AnswerTable> Tables { get; init; }

    /// <summary>All rows with their answers; null where these cannot be judged.</summary>
    public MetricRows? Answers { get; init; }
}
