using Pipeline.Models;

namespace TeamNamespace;

/// <summary>
/// The accuracy of the tickets that are put into a queue without a person, because the model gives it a probability of
/// <see cref="Sure"/> or more.
/// </summary>
public sealed class SureAccuracy : IMetric
{
    private const double Sure = 0.8;

    public string Name => "sure_accuracy";

    public ModelTask Task => ModelTask.MulticlassClassification;

    public bool HigherIsBetter => true;

    public double Lowest => 0;

    public double Highest => 1;

    public double Measure(MetricRows rows, ReadOnlySpan<int> weights)
    {
        var (right, sure) = (0, 0);
        for (var row = 0; row < rows.Count; row++)
        {
            if (QueueOf(rows, row) is not { } queue)
                continue;
            right += queue == (int)rows.Truth[row] ? weights[row] : 0;
            sure += weights[row];
        }

        return right / (double)sure;
    }

    public string? Lacks(MetricRows rows) => Samples(rows) == 0 ? $"no probability is {Sure} or more" : null;

    public int Samples(MetricRows rows) => Enumerable.Range(0, rows.Count).Count(row => QueueOf(rows, row) is not null);

    /// <summary>Null for a ticket that a person looks at.</summary>
    private static int? QueueOf(MetricRows rows, int row)
    {
        for (var queue = 0; queue < rows.Answers.Length; queue++)
        {
            if (rows.Answers[queue][row] >= Sure)
                return queue;
        }

        return null;
    }
}
