namespace Pipeline.MLNet;

/// <summary>How good probabilities are, by the textbook.</summary>
/// <param name="RocAuc">By ranks; ties count half.</param>
/// <param name="AveragePrecision">The area under the steps of the curve of precision and recall.</param>
/// <param name="Accuracy">At a threshold of one half.</param>
/// <param name="LogLoss">In nats.</param>
internal sealed record BinaryFigures(double RocAuc, double AveragePrecision, double Accuracy, double LogLoss)
{
    public static BinaryFigures Of(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels)
    {
        var ranked = Enumerable.Range(0, labels.Count).GroupBy(x => probabilities[x]).OrderByDescending(x => x.Key)
            .Select(x => (Positives: (double)x.Count(row => labels[row]), All: (double)x.Count())).ToList();
        var (positives, negatives) = ((double)labels.Count(x => x), (double)labels.Count(x => !x));
        var (found, seen, area, precision) = (0d, 0d, 0d, 0d);
        foreach (var (here, all) in ranked)
        {
            area += (all - here) * (found + (here / 2));
            (found, seen) = (found + here, seen + all);
            precision += here * found / seen;
        }

        return new BinaryFigures(
            area / positives / negatives,
            precision / positives,
            labels.Index().Average(x => (probabilities[x.Index] > 0.5) == x.Item ? 1d : 0d),
            -labels.Index().Average(x => Math.Log(x.Item ? probabilities[x.Index] : 1 - probabilities[x.Index])));
    }
}
