using System.Collections.Immutable;
using Pipeline.Models;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Rows of which nobody knows the class, each once for every class that it may be of: a metric of them, weighed by the
/// probabilities, is what the metric is expected to be.
/// </summary>
internal sealed class ExpectedRows
{
    /// <summary>More numbers than that are not held at once; of more rows every so manyth is taken.</summary>
    private const long MostNumbers = 16_000_000;

    /// <summary>By so many rows a share is known to a thousandth, which is less than calibrations leave open.</summary>
    private const int MostRows = 200_000;

    private ExpectedRows(int[] rows, int[] classes, MetricRows expanded) =>
        (Rows, Classes, Expanded) = (rows, classes, expanded);

    /// <summary>By entry, which row it is.</summary>
    public int[] Rows { get; }

    /// <summary>By entry, the class that the row is taken for.</summary>
    public int[] Classes { get; }

    /// <summary>The entries as rows of metrics.</summary>
    public MetricRows Expanded { get; }

    /// <summary>How many classes there are of so many outputs: a single one is the probability of the second class.</summary>
    public static int ClassesOf(PredictionRows rows) => rows.Answers.Count == 1 ? 2 : rows.Answers.Count;

    /// <summary>As many rows as are needed and fit into memory, evenly apart.</summary>
    public static int[] Fitting(PredictionRows rows)
    {
        var numbers = (long)rows.Count * ClassesOf(rows) * rows.Answers.Count;
        var step = Math.Max((rows.Count + MostRows - 1) / MostRows, (int)((numbers + MostNumbers - 1) / MostNumbers));
        return [.. Enumerable.Range(0, (rows.Count + step - 1) / step).Select(row => row * step)];
    }

    /// <param name="rows">All of them.</param>
    /// <param name="taken">Which of them are looked at.</param>
    public static ExpectedRows Of(PredictionRows rows, int[] taken)
    {
        var classes = ClassesOf(rows);
        var count = taken.Length * classes;
        var (ofRow, ofClass, truth) = (new int[count], new int[count], new double[count]);
        for (var entry = 0; entry < ofRow.Length; entry++)
            (ofRow[entry], ofClass[entry], truth[entry]) = (taken[entry / classes], entry % classes, entry % classes);
        var answers = rows.Answers.Select(column => Array.ConvertAll(ofRow, row => column[row]).ToImmutableArray());
        return new ExpectedRows(ofRow, ofClass, new MetricRows([.. truth], [.. answers], rows.Decision));
    }
}
