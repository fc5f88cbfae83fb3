using System;
using System.Collections.Generic;
using System.Linq;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>Sorts values into at most 255 bins, so that a split is looked for among few places.</summary>
internal static class Binning
{
    public const int MostBins = 255;

    /// <summary>Columns on which rows differ, in the order of the vector.</summary>
    public static BinnedColumn[] Bin(TrainingRows rows, int threads)
    {
        var binned = new BinnedColumn[rows.Columns.Length][];
        Workers.Each(rows.Columns.Length, threads, i => binned[i] = rows.SlotCounts[i] == 0
            ? [Numbers(i, rows.Columns[i])]
            : [.. Categories(i, rows.Columns[i], rows.SlotCounts[i])]);
        return [.. binned.SelectMany(x => x).Where(x => x.Bins.AsSpan().IndexOfAnyExcept(x.Bins[0]) >= 0)];
    }

    internal static BinnedColumn Numbers(int source, float[] values)
    {
        var highest = Boundaries(values);
        var bins = new byte[values.Length];
        for (var i = 0; i < bins.Length; i++)
            bins[i] = float.IsNaN(values[i]) ? (byte)0 : (byte)(1 + IndexOf(highest, values[i]));
        return new BinnedColumn(source, bins, highest, 0, highest.Length + 1);
    }

    /// <summary>A column for every 255 categories: a split of the one cannot be seen in the other.</summary>
    internal static IEnumerable<BinnedColumn> Categories(int source, float[] codes, int count)
    {
        for (var first = 0; first < count; first += MostBins)
        {
            var here = Math.Min(MostBins, count - first);
            var bins = new byte[codes.Length];
            for (var i = 0; i < bins.Length; i++)
            {
                var code = (int)codes[i] - first;
                bins[i] = code >= 0 && code < here ? (byte)(code + 1) : (byte)0;
            }

            yield return new BinnedColumn(source, bins, null, first, here + 1);
        }
    }

    /// <summary>
    /// The highest value of each bin. Every value has a bin of its own when there are few; otherwise bins take about as many rows
    /// each, and a value is never in two. A boundary lies in the middle between two values; the last bin takes all above.
    /// </summary>
    private static float[] Boundaries(float[] values)
    {
        var sorted = values.Where(x => !float.IsNaN(x)).ToArray();
        Array.Sort(sorted);
        var (starts, left) = (Starts(sorted), MostBins);
        if (starts.Count <= MostBins)
            return [.. starts.Skip(1).Select(x => Middle(sorted[x - 1], sorted[x])), float.PositiveInfinity];
        var (boundaries, begin) = (new List<float>(), 0);
        for (var i = 1; i < starts.Count && left > 1; i++)
        {
            var wanted = (sorted.Length - begin) / (double)left;
            var end = i + 1 < starts.Count ? starts[i + 1] : sorted.Length;
            if (starts[i] - begin < wanted && end - starts[i] < wanted)
                continue;
            boundaries.Add(Middle(sorted[starts[i] - 1], sorted[starts[i]]));
            (begin, left) = (starts[i], left - 1);
        }

        return [.. boundaries, float.PositiveInfinity];
    }

    /// <summary>Where in sorted values a new one begins.</summary>
    private static List<int> Starts(float[] sorted)
    {
        var starts = new List<int>();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
                starts.Add(i);
        }

        return starts;
    }

    /// <summary>Not below the first value and below the second, also where the numbers between them run out.</summary>
    private static float Middle(float low, float high)
    {
        var middle = (float)(low + (((double)high - low) / 2));
        return middle >= low && middle < high ? middle : low;
    }

    private static int IndexOf(float[] highest, float value)
    {
        var (low, high) = (0, highest.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = value <= highest[middle] ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
