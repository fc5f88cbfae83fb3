using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>The truth and a model's answers for some rows, sorted once so that a metric needs one pass for any weights.</summary>
internal sealed class ScoredRows : ITaskRows<ScoredRows>
{
    private ScoredRows(MetricRows rows)
    {
        var decision = (DecisionRule.Threshold)rows.Decision;
        Probabilities = [.. rows.Answers[0]];
        Rows = [.. Enumerable.Range(0, Probabilities.Length)];
        Array.Sort(Probabilities, Rows);
        IsPositive = [.. Rows.Select(x => rows.Truth[x] > 0)];
        EndsTie = [.. Rows.Select((_, x) => x == Rows.Length - 1 || Probabilities[x] < Probabilities[x + 1])];
        FirstPredicted = Array.FindIndex(Probabilities, decision.IsPositive) is >= 0 and var first ? first : Rows.Length;
        Positives = IsPositive.Count(x => x);
    }

    public static ModelTask Task => ModelTask.BinaryClassification;

    public static ScoredRows Of(MetricRows rows) => new(rows);

    /// <summary>The row at each position; positions ascend with the probability.</summary>
    public int[] Rows { get; }

    /// <summary>By position.</summary>
    public double[] Probabilities { get; }

    /// <summary>By position.</summary>
    public bool[] IsPositive { get; }

    /// <summary>By position: the next one has a greater probability, or there is none.</summary>
    public bool[] EndsTie { get; }

    /// <summary>The position from which on rows are predicted to be positive; the count where none is.</summary>
    public int FirstPredicted { get; }

    public int Count => Rows.Length;

    /// <summary>How many rows are positive in truth.</summary>
    public int Positives { get; }

    /// <summary>How many rows are predicted to be positive.</summary>
    public int Predicted => Count - FirstPredicted;
}

/// <summary>
/// The share of pairs of a positive and a negative row in which the positive one has the greater probability. A tie counts
/// half, as midranks do (Mann and Whitney 1947, Bamber 1975).
/// </summary>
internal static class RocAuc
{
    public static RowStatistic On(ScoredRows rows) => weights => Of(rows, weights);

    private static double Of(ScoredRows rows, ReadOnlySpan<int> weights)
    {
        var (order, isPositive, endsTie) = (rows.Rows, rows.IsPositive, rows.EndsTie);
        long positives = 0, negatives = 0, tiedPositives = 0, tiedNegatives = 0, halves = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var weight = weights[order[i]];
            if (isPositive[i])
                tiedPositives += weight;
            else
                tiedNegatives += weight;
            if (!endsTie[i])
                continue;
            halves += tiedPositives * ((2 * negatives) + tiedNegatives);
            positives += tiedPositives;
            negatives += tiedNegatives;
            (tiedPositives, tiedNegatives) = (0, 0);
        }

        return halves / (2.0 * positives * negatives);
    }
}

/// <summary>
/// The mean of the precisions at each threshold, weighted by the recall that it adds: the sum of (R[n] - R[n-1]) P[n], without
/// interpolation, as scikit-learn has it. Rows with the same probability share a threshold.
/// </summary>
internal static class AveragePrecision
{
    public static RowStatistic On(ScoredRows rows) => weights => Of(rows, weights);

    private static double Of(ScoredRows rows, ReadOnlySpan<int> weights)
    {
        long found = 0, before = 0, predicted = 0;
        var sum = 0.0;
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            var weight = weights[rows.Rows[i]];
            predicted += weight;
            found += rows.IsPositive[i] ? weight : 0;
            if (found == before || (i > 0 && !rows.EndsTie[i - 1]))
                continue;
            sum += (found - before) * ((double)found / predicted);
            before = found;
        }

        return sum / found;
    }
}

/// <summary>Metrics that are the mean of what each row loses.</summary>
internal static class RowMean
{
    public static RowStatistic OfLogLoss(ScoredRows rows) => Of(rows, LogLoss.Of);

    /// <summary>The squared distance between probability and truth.</summary>
    public static RowStatistic OfBrierScore(ScoredRows rows) => Of(rows, (probability, isPositive) =>
    {
        var distance = probability - (isPositive ? 1 : 0);
        return distance * distance;
    });

    private static RowStatistic Of(ScoredRows rows, Func<double, bool, double> loss)
    {
        var losses = rows.Probabilities.Zip(rows.IsPositive, loss).ToArray();
        return weights => Of(rows.Rows, losses, weights);
    }

    private static double Of(int[] order, double[] losses, ReadOnlySpan<int> weights)
    {
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < losses.Length; i++)
        {
            var weight = weights[order[i]];
            sum += weight * losses[i];
            count += weight;
        }

        return sum / count;
    }
}

/// <summary>How many rows were predicted rightly and wrongly, by the model's own decision rule.</summary>
internal readonly record struct Confusion(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    public double Accuracy =>
        (double)(TruePositives + TrueNegatives) / (TruePositives + FalsePositives + TrueNegatives + FalseNegatives);

    /// <summary>Of the rows that are positive, the share that was found.</summary>
    public double Recall => (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Of the rows predicted to be positive, the share that is; 0 where there are none, as in scikit-learn.</summary>
    public double Precision => TruePositives == 0 ? 0 : (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 => 2.0 * TruePositives / ((2 * TruePositives) + FalsePositives + FalseNegatives);

    public static Func<ScoredRows, RowStatistic> On(Func<Confusion, double> metric) =>
        rows => weights => metric(Of(rows, weights));

    public static Confusion Of(ScoredRows rows, ReadOnlySpan<int> weights)
    {
        var (falseNegatives, trueNegatives) = Count(rows, weights, 0, rows.FirstPredicted);
        var (truePositives, falsePositives) = Count(rows, weights, rows.FirstPredicted, rows.Count);
        return new Confusion(truePositives, falsePositives, trueNegatives, falseNegatives);
    }

    private static (long Positives, long Negatives) Count(ScoredRows rows, ReadOnlySpan<int> weights, int from, int to)
    {
        long positives = 0, all = 0;
        for (var i = from; i < to; i++)
        {
            var weight = weights[rows.Rows[i]];
            all += weight;
            positives += rows.IsPositive[i] ? weight : 0;
        }

        return (positives, all - positives);
    }
}
