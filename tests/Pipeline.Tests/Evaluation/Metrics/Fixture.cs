using System.Collections.Immutable;
using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>
/// Rows whose metrics scikit-learn 1.2.1 was asked for; from 1.2 on its log-loss clips as it does in 1.5. Its metrics of labels
/// were given <c>probability >= 0.5</c>.
/// </summary>
internal static class Fixture
{
    /// <summary>The toolkit's.</summary>
    public static MetricCatalog Metrics { get; } = new(StandardMetrics.All);

    public static MetricRows Plain { get; } = Of([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);

    public static MetricRows Ties { get; } =
        Of([0, 1, 0, 1, 1, 0, 0, 1, 0, 1], [0.2, 0.2, 0.5, 0.5, 0.5, 0.7, 0.1, 0.9, 0.9, 0.7]);

    /// <summary>Certain, and certain of what is not so.</summary>
    public static MetricRows Extremes { get; } = Of([1, 0, 1, 0, 1], [0, 1, 1, 0, 0.6]);

    /// <summary>200 rows with many ties, from a generator that Python can repeat in two lines.</summary>
    public static MetricRows Many { get; } = Generated();

    public static MetricRows Named(string name) => name switch
    {
        "plain" => Plain,
        "ties" => Ties,
        "extremes" => Extremes,
        _ => Many,
    };

    public static MetricRows Of(IEnumerable<int> labels, IEnumerable<double> probabilities) =>
        new([.. labels.Select(x => (double)x)], [[.. probabilities]], DecisionRule.Threshold.Usual);

    /// <param name="truth">By row, the place of its class.</param>
    /// <param name="probabilities">By class, then by row.</param>
    public static MetricRows OfClasses(IEnumerable<int> truth, IEnumerable<double[]> probabilities) =>
        new([.. truth.Select(x => (double)x)], [.. probabilities.Select(x => x.ToImmutableArray())], new DecisionRule.ArgMax());

    public static MetricRows OfNumbers(IEnumerable<double> truth, IEnumerable<double> answers) =>
        new([.. truth], [[.. answers]], new DecisionRule.None());

    public static Answers Answers(IReadOnlyList<double> probabilities) => new([probabilities], DecisionRule.Threshold.Usual);

    /// <summary>As targets have it.</summary>
    public static IReadOnlyList<double> Numbers(IEnumerable<bool> truth) => [.. truth.Select(x => x ? 1.0 : 0)];

    private static MetricRows Generated()
    {
        var (random, probabilities, labels) = (new Numbering(12345), new List<double>(), new List<int>());
        for (var i = 0; i < 200; i++)
        {
            probabilities.Add(random.Next() % 101 / 100.0);
            labels.Add(random.Next() % 1000 / 1000.0 < 0.2 + (0.6 * probabilities[i]) ? 1 : 0);
        }

        return Of(labels, probabilities);
    }

    /// <summary>A linear congruential generator, which any language can repeat.</summary>
    internal sealed class Numbering(long state)
    {
        public long Next() => (state = ((1103515245 * state) + 12345) % (1L << 31)) / 65536;
    }
}
