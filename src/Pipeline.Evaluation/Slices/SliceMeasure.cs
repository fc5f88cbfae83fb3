using MathNet.Numerics.Distributions;
using Pipeline.Core.Checks;

namespace Pipeline.Evaluation.Slices;

/// <summary>
/// What slices cost in rows that they were not found in. Intervals are Student's; where rows belong together, what counts are
/// those that do, by the sandwich of Liang and Zeger (1986).
/// </summary>
internal sealed class SliceMeasure
{
    private readonly double[] _losses;
    private readonly int[]? _clusters;
    private readonly double _confidence;
    private readonly LossSum _all;

    /// <param name="losses">By row, of all.</param>
    /// <param name="rows">Those that are measured.</param>
    /// <param name="groups">By row, what it belongs to; null where each is on its own.</param>
    /// <param name="confidence">Of intervals.</param>
    public SliceMeasure(double[] losses, int[] rows, IReadOnlyList<UInt128>? groups, double confidence)
    {
        (_losses, Rows, _confidence) = (losses, rows, confidence);
        foreach (var row in rows)
            _all.Add(losses[row], losses[row] * losses[row]);
        if (groups is null)
            return;
        _clusters = new int[losses.Length];
        var numbers = new Dictionary<UInt128, int>();
        foreach (var row in rows)
        {
            if (!numbers.TryGetValue(groups[row], out var number))
                numbers.Add(groups[row], number = numbers.Count);
            _clusters[row] = number;
        }
    }

    /// <summary>Those that are measured, in their order.</summary>
    public int[] Rows { get; }

    /// <summary>Of some rows, on their own.</summary>
    public Measurement Mean(string name, string? slice, int[] rows)
    {
        var measured = new Measurement { Name = name, Slice = slice, Value = Absent, Samples = rows.Length };
        if (rows.Length < 2)
            return measured;
        var mean = SumOf(rows).Mean;
        var (error, freedom) = Error(rows, row => (_losses[row] - mean) / rows.Length);
        return measured with { Value = mean, Interval = Interval(mean, error, freedom, 1 - _confidence) };
    }

    /// <summary>How much more some rows cost than all, how likely that is by chance, and Cohen's d.</summary>
    /// <param name="name">Of the measurement.</param>
    /// <param name="slice">Its name.</param>
    /// <param name="rows">Of the slice, those that are measured.</param>
    /// <param name="slices">How many intervals hold together, by Bonferroni.</param>
    public (Measurement Excess, double PValue, double Effect) Excess(string name, string slice, int[] rows, int slices)
    {
        var measured = new Measurement { Name = name, Slice = slice, Value = Absent, Samples = rows.Length };
        if (rows.Length < 2 || Rows.Length - rows.Length < 2)
            return (measured, 1, 0);
        var inside = SumOf(rows);
        var outside = _all.Without(inside);
        var (excess, share) = (inside.Mean - _all.Mean, (double)outside.Rows / _all.Rows);
        var isInside = new bool[_losses.Length];
        foreach (var row in rows)
            isInside[row] = true;

        // The whole is the slice and the rest, so that the excess is a share of how much more the slice costs than the rest.
        var (error, freedom) = Error(Rows, row => share * (isInside[row]
            ? (_losses[row] - inside.Mean) / inside.Rows
            : (outside.Mean - _losses[row]) / outside.Rows));
        freedom = Math.Min(freedom, rows.Length - 1);
        var spread = Math.Sqrt((inside.Variance + outside.Variance) / 2);
        var p = error > 0 ? StudentT.CDF(0, 1, freedom, -excess / error) : 1;
        return (
            measured with { Value = excess, Interval = Interval(excess, error, freedom, (1 - _confidence) / slices) },
            p,
            spread > 0 ? (inside.Mean - outside.Mean) / spread : 0);
    }

    private static MeasuredValue Absent => new MeasuredValue.NotApplicable("fewer than two rows are there to measure it");

    private LossSum SumOf(int[] rows)
    {
        var sum = default(LossSum);
        foreach (var row in rows)
            sum.Add(_losses[row], _losses[row] * _losses[row]);
        return sum;
    }

    /// <summary>The standard error of a sum of what rows contribute, and its degrees of freedom.</summary>
    private (double Error, double Freedom) Error(int[] rows, Func<int, double> contribution)
    {
        var sums = new double[_clusters is null ? 0 : _clusters.Length];
        var (squares, count) = (0.0, 0);
        foreach (var row in rows)
        {
            var part = contribution(row);
            if (_clusters is null)
                (squares, count) = (squares + (part * part), count + 1);
            else
                sums[_clusters[row]] += part;
        }

        if (_clusters is not null)
        {
            count = rows.Select(x => _clusters[x]).Distinct().Count();
            squares = sums.Sum(x => x * x);
        }

        return count < 2 ? (0, 1) : (Math.Sqrt(squares * count / (count - 1)), count - 1);
    }

    private ConfidenceInterval Interval(double value, double error, double freedom, double tails)
    {
        var half = error * StudentT.InvCDF(0, 1, freedom, 1 - (tails / 2));
        return new ConfidenceInterval(value - half, value + half, _confidence);
    }
}
