using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Performance;

/// <summary>What a model's probabilities mean, by class: as they were found, or as they might have been found.</summary>
/// <param name="references">One of two classes, or one for each of several.</param>
internal sealed class ClassProbabilities(IReadOnlyList<ProbabilityReference> references)
{
    /// <summary>Rows of a reference are told apart by so many places.</summary>
    private const int MostPlaces = 500;

    /// <summary>Null where a class has no row, or all of them: nothing could be told from that.</summary>
    /// <param name="columns">By output that the task is judged by, then by row.</param>
    /// <param name="truth">By row, the number of its class.</param>
    public static IReadOnlyList<ProbabilityReference>? Find(
        IReadOnlyList<IReadOnlyList<double>> columns, IReadOnlyList<double> truth)
    {
        var found = columns.Select((column, place) =>
            Find(column, [.. truth.Select(x => (columns.Count == 1 ? x > 0 : (int)x == place) ? 1.0 : 0)])).ToList();
        return found.Contains(null) ? null : [.. found.OfType<ProbabilityReference>()];
    }

    /// <summary>By class of the label, then by row: calibrated, and made to add up to 1.</summary>
    /// <param name="columns">By output that the task is judged by, then by row.</param>
    public double[][] Of(IReadOnlyList<IReadOnlyList<double>> columns) => Normalised([.. columns.Select((column, place) =>
        column.Select(references[place].Calibration.Of).ToArray())]);

    /// <summary>
    /// The same by a calibration that other rows might have led to: of each place, positives and negatives are drawn anew (the
    /// bootstrap by Poisson counts; Hanley and MacGibbon 2006), and the function is fitted again.
    /// </summary>
    /// <param name="columns">Each with its rows in the order of the probability.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="isDrawn">False for the counts as they are.</param>
    public double[][] Drawn(IReadOnlyList<RankedColumn> columns, ref SeededRandom random, bool isDrawn = true)
    {
        var drawn = new double[columns.Count][];
        for (var output = 0; output < drawn.Length; output++)
        {
            var (reference, column) = (references[output], columns[output]);
            var pools = new IsotonicPools(reference.Places.Count);
            for (var place = 0; place < reference.Places.Count; place++)
            {
                double positives = reference.Positives[place], negatives = reference.Rows[place] - reference.Positives[place];
                if (isDrawn)
                    (positives, negatives) = (random.Poisson(positives), random.Poisson(negatives));
                if (positives + negatives > 0)
                    pools.Add(reference.Places[place], positives, positives + negatives);
            }

            // By chance no row at all was drawn: nothing is known.
            if (pools.Count == 0)
                pools.Add(0, 1, 2);
            drawn[output] = column.Map(pools);
        }

        return Normalised(drawn);
    }

    private static ProbabilityReference? Find(IReadOnlyList<double> probabilities, double[] isPositive)
    {
        var positives = isPositive.Sum();
        if (positives <= 0 || positives >= isPositive.Length)
            return null;
        var fitted = IsotonicRegression.Of(probabilities, isPositive);
        double[] sorted = [.. probabilities];
        Array.Sort(sorted, isPositive);
        var (places, rows, found) = (new List<double>(), new List<int>(), new List<int>());
        var size = Math.Max(1, (sorted.Length + MostPlaces - 1) / MostPlaces);
        for (var from = 0; from < sorted.Length;)
        {
            var to = Math.Min(from + size, sorted.Length);
            while (to < sorted.Length && sorted[to].Equals(sorted[to - 1]))
                to++;
            places.Add(sorted.AsSpan(from, to - from).ToArray().Average());
            rows.Add(to - from);
            found.Add((int)isPositive[from..to].Sum());
            from = to;
        }

        return new ProbabilityReference
        {
            Calibration = new Calibration.Isotonic(fitted.From, fitted.To),
            Places = places,
            Rows = rows,
            Positives = found,
        };
    }

    /// <summary>A single column is of the second class; several that are all 0 in a row say nothing of it.</summary>
    private static double[][] Normalised(double[][] columns)
    {
        if (columns.Length == 1)
            return [Array.ConvertAll(columns[0], x => 1 - x), columns[0]];
        for (var row = 0; row < columns[0].Length; row++)
        {
            var sum = 0.0;
            foreach (var column in columns)
                sum += column[row];
            foreach (var column in columns)
                column[row] = sum > 0 ? column[row] / sum : 1.0 / columns.Length;
        }

        return columns;
    }
}

/// <summary>Probabilities of some rows in their order, to be mapped by rising functions in one walk each.</summary>
internal sealed class RankedColumn
{
    private readonly double[] _sorted;
    private readonly int[] _rows;

    public RankedColumn(IEnumerable<double> probabilities)
    {
        _sorted = [.. probabilities];
        _rows = [.. Enumerable.Range(0, _sorted.Length)];
        Array.Sort(_sorted, _rows);
    }

    /// <summary>By row, what becomes of its probability.</summary>
    public double[] Map(IsotonicPools pools)
    {
        var (mapped, pool) = (new double[_sorted.Length], 0);
        for (var i = 0; i < _sorted.Length; i++)
            mapped[_rows[i]] = pools.At(_sorted[i], ref pool);
        return mapped;
    }
}
