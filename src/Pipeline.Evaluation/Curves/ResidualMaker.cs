using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Curves;

/// <summary>What predicted numbers are like, held against the true ones.</summary>
internal static class ResidualMaker
{
    private const int MostPoints = 500;
    private const int HistogramBins = 40;
    private const int PredictionBins = 10;
    private const double Tail = 0.005;
    private const double Errors = 1.959963984540054;

    /// <summary>Of the seed's streams, one that no resample has: those are counted from 0.</summary>
    private const int Stream = int.MaxValue;

    public static ResidualCurves Of(MetricRows rows, int seed)
    {
        double[] predictions = [.. rows.Answers[0]];
        double[] residuals = [.. predictions.Zip(rows.Truth, (answer, truth) => answer - truth)];
        double[] sorted = [.. residuals.Order()];
        var (low, high) = (sorted[(int)(Tail * (sorted.Length - 1))], sorted[^(1 + (int)(Tail * (sorted.Length - 1)))]);
        var edges = Edges(low, high);
        var (counts, below, above) = (new int[edges.Length - 1], 0, 0);
        foreach (var residual in residuals)
        {
            if (residual < low)
                below++;
            else if (residual > high)
                above++;
            else
                counts[Math.Clamp((int)((residual - low) / (high - low) * counts.Length), 0, counts.Length - 1)]++;
        }

        var drawn = Drawn(residuals.Length, seed);
        return new ResidualCurves
        {
            Truth = [.. drawn.Select(row => rows.Truth[row])],
            Predicted = [.. drawn.Select(row => predictions[row])],
            Edges = edges,
            Counts = counts,
            Below = below,
            Above = above,
            Bins = Bins(predictions, residuals),
        };
    }

    /// <summary>One bin where all residuals are the same, or too near for bins between them.</summary>
    private static double[] Edges(double low, double high)
    {
        double[] edges = [.. Enumerable.Range(0, HistogramBins + 1).Select(bin => low + ((high - low) * bin / HistogramBins))];
        return edges.Zip(edges[1..], (begin, end) => begin < end).All(rises => rises) && double.IsFinite(high - low)
            ? edges
            : [low, high];
    }

    /// <summary>Rows without a repetition, ascending: the begin of a shuffle (Fisher and Yates, Durstenfeld 1964).</summary>
    private static int[] Drawn(int count, int seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        if (count <= MostPoints)
            return order;
        var random = new SeededRandom(seed, Stream);
        for (var i = 0; i < MostPoints; i++)
        {
            var other = i + random.Below(count - i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return [.. order.Take(MostPoints).Order()];
    }

    /// <summary>Rows of equal predictions stay together, whatever that makes of the sizes.</summary>
    private static List<ResidualBin> Bins(double[] predictions, double[] residuals)
    {
        int[] order = [.. Enumerable.Range(0, predictions.Length).OrderBy(row => predictions[row]).ThenBy(row => residuals[row])];
        var bins = new List<ResidualBin>();
        for (var begin = 0; begin < order.Length;)
        {
            var end = Math.Max(begin + 1, (int)((bins.Count + 1L) * order.Length / PredictionBins));
            while (end < order.Length && predictions[order[end]].Equals(predictions[order[end - 1]]))
                end++;
            bins.Add(Bin(order[begin..end], predictions, residuals));
            begin = end;
        }

        return bins;
    }

    private static ResidualBin Bin(int[] rows, double[] predictions, double[] residuals)
    {
        var (predicted, mean) = (rows.Average(row => predictions[row]), rows.Average(row => residuals[row]));
        if (rows.Length == 1)
            return new ResidualBin(1, predicted, mean, null);
        var variance = rows.Sum(row => (residuals[row] - mean) * (residuals[row] - mean)) / (rows.Length - 1);
        var error = Errors * Math.Sqrt(variance / rows.Length);
        return new ResidualBin(rows.Length, predicted, mean, new ConfidenceInterval(mean - error, mean + error));
    }
}
