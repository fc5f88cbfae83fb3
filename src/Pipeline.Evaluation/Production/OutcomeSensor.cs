using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Production;

/// <summary>
/// Measures answers that a model gave in service by what came true, with the metrics, resamples and intervals of the evaluation,
/// and without the model.
/// </summary>
/// <param name="metrics">All that are known, of any task, in the order of reports.</param>
/// <param name="options">How resamples are drawn.</param>
/// <param name="confidence">Of intervals, between 0 and 1, both excluded.</param>
public sealed class OutcomeSensor(IReadOnlyList<IMetric> metrics, BootstrapOptions options, double confidence)
{
    /// <summary>Every metric of the task, in the order of reports; one that the rows have no value for says why.</summary>
    /// <param name="rows">One or more.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public IReadOnlyList<Measurement> Measure(OutcomeRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return SensorOf(rows, cancellationToken).Measure(SampleOf(rows, rows.Answers), confidence);
    }

    /// <summary>
    /// Every metric of two models' answers to the same requests, the first one's with its comparison: the second one's value, and
    /// the interval of "first minus second" by tests of pairs.
    /// </summary>
    /// <param name="rows">With the first model's answers.</param>
    /// <param name="others">The second model's, by output that the task is judged by, then by row.</param>
    /// <param name="decision">What the second model's answers come to.</param>
    /// <param name="reference">What the comparison calls the second model.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public IReadOnlyList<Measurement> Compare(
        OutcomeRows rows,
        IReadOnlyList<IReadOnlyList<double>> others,
        DecisionRule decision,
        string reference,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(others);
        var sensor = SensorOf(rows, cancellationToken);
        var sample = SampleOf(rows, rows.Answers, new Answers(others, decision));
        return sensor.Compare(sensor.Metrics, sample, new Criterion.NoWorseThan(reference, 0, confidence));
    }

    private MetricSensor SensorOf(OutcomeRows rows, CancellationToken cancellationToken) =>
        new(rows.Task, options, new MetricCatalog(metrics), cancellationToken);

    private static Sample SampleOf(OutcomeRows rows, params Answers[] answers)
    {
        int[] all = [.. Enumerable.Range(0, rows.Truth.Count)];
        return Sample.Of(new SampleRows(rows.Truth, null, all) { Weights = rows.UnequalWeights }, null, [], answers);
    }
}

/// <summary>Answers that a model gave in service, with what came true.</summary>
public sealed record OutcomeRows
{
    public required ModelTask Task { get; init; }

    /// <summary>By output that the task is judged by, then by row.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Columns { get; init; }

    /// <summary>What the answers come to.</summary>
    public required DecisionRule Decision { get; init; }

    /// <summary>
    /// By row: the number, or the number of the class in the label's order; of two classes 1 for the positive one and 0 for the
    /// other.
    /// </summary>
    public required IReadOnlyList<double> Truth { get; init; }

    /// <summary>By row, for how many predictions it stands, above 0; null, the default, where each stands for itself.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    internal Answers Answers => new(Columns, Decision);

    /// <summary>Null where all are the same, which then changes no metric, and lets tests of pairs be exact.</summary>
    internal IReadOnlyList<double>? UnequalWeights =>
        Weights is null || Weights.All(weight => weight.Equals(Weights[0])) ? null : Weights;
}
