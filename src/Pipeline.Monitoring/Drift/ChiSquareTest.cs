using MathNet.Numerics;

namespace Pipeline.Monitoring.Drift;

/// <summary>The statistic of a test, and how often chance alone gives it or a greater one.</summary>
public readonly record struct TestResult(double Statistic, double PValue);

/// <summary>Pearson's test of counts.</summary>
public static class ChiSquareTest
{
    /// <summary>
    /// Whether counts come from expected ones, which are taken as certain (scipy.stats.chisquare); so Evidently tests categories,
    /// with the reference as what is expected.
    /// </summary>
    /// <param name="observed">Counts, not negative.</param>
    /// <param name="expected">As many, with the same sum.</param>
    public static TestResult GoodnessOfFit(IReadOnlyList<double> observed, IReadOnlyList<double> expected)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(expected);
        var statistic = observed.Zip(expected).Sum(x => x.First == x.Second ? 0
            : (x.First - x.Second) * (x.First - x.Second) / x.Second);
        return new TestResult(statistic, Above(statistic, observed.Count - 1));
    }

    /// <summary>
    /// Whether two samples come from one distribution, whatever it is: the table of two rows (scipy.stats.chi2_contingency
    /// without a correction). Bins that are empty in both are left out.
    /// </summary>
    /// <param name="first">Counts, not negative, with something in them.</param>
    /// <param name="second">As many.</param>
    public static TestResult Contingency(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var table = CountTable.Of(first, second);
        return new TestResult(table.Statistic, Above(table.Statistic, table.Bins - 1));
    }

    /// <summary>
    /// The same test where counts may be small: the statistic has the mean and the variance that it has over all tables with
    /// these margins (Haldane 1940), and a gamma distribution of them. Of large counts it is the same.
    /// </summary>
    /// <param name="first">Counts, not negative, with something in them.</param>
    /// <param name="second">As many.</param>
    public static TestResult Sparse(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var table = CountTable.Of(first, second);
        var (mean, variance) = table.Moments;
        return new TestResult(table.Statistic, mean <= 0 || variance <= 0 ? 1
            : SpecialFunctions.GammaUpperRegularized(mean * mean / variance, table.Statistic * mean / variance));
    }

    /// <param name="statistic">Not negative.</param>
    /// <param name="freedom">Its degrees; with none there is nothing to test.</param>
    private static double Above(double statistic, int freedom) =>
        freedom < 1 ? 1 : double.IsInfinity(statistic) ? 0 : SpecialFunctions.GammaUpperRegularized(freedom / 2.0, statistic / 2);
}

/// <summary>Counts of two samples in the same bins, without those that are empty in both.</summary>
internal sealed class CountTable
{
    private readonly double _first;
    private readonly double _second;
    private readonly double[] _columns;

    private CountTable(double[] first, double[] second)
    {
        (_first, _second) = (first.Sum(), second.Sum());
        _columns = [.. first.Zip(second, (x, y) => x + y)];
        for (var i = 0; i < _columns.Length; i++)
        {
            var expected = _columns[i] * (_first / (_first + _second));
            var difference = first[i] - expected;
            Statistic += difference * difference * ((1 / expected) + (1 / (_columns[i] - expected)));
        }
    }

    public double Statistic { get; }

    public int Bins => _columns.Length;

    /// <summary>Of the statistic, over all tables with these margins.</summary>
    public (double Mean, double Variance) Moments
    {
        get
        {
            var (n, bins) = (_first + _second, (double)Bins);
            if (n <= 3 || Bins < 2)
                return (0, 0);
            var (v1, v2) = ((n - 2) / (n - 1), (bins - 1) * (n - bins) / (n - 1));
            var w1 = ((n / _first) + (n / _second) - 4) / (n - 2);
            var w2 = (_columns.Sum(x => n / x) - (bins * bins)) / (n - 2);
            return (n * (bins - 1) / (n - 1),
                (2 * n / (n - 3) * (v1 - w1) * (v2 - w2)) + (n * n / (n - 1) * w1 * w2));
        }
    }

    public static CountTable Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Concat(second).Any(x => !(x >= 0)) || !(first.Sum() > 0) || !(second.Sum() > 0))
            throw new ArgumentException("Samples have as many bins as each other, and something in them.", nameof(first));
        int[] filled = [.. Enumerable.Range(0, first.Count).Where(x => first[x] + second[x] > 0)];
        return new CountTable([.. filled.Select(x => first[x])], [.. filled.Select(x => second[x])]);
    }
}

/// <summary>Whether a share differs in two samples: the difference in standard errors of both together.</summary>
public static class ShareTest
{
    /// <summary>Two-sided, as Evidently tests two categories. Where both shares are 0, or both 1, nothing differs.</summary>
    /// <param name="first">How many of the first sample.</param>
    /// <param name="firstSize">Of so many, above 0.</param>
    /// <param name="second">How many of the second.</param>
    /// <param name="secondSize">Of so many, above 0.</param>
    public static TestResult Of(double first, double firstSize, double second, double secondSize)
    {
        var share = (first + second) / (firstSize + secondSize);
        var error = Math.Sqrt(share * (1 - share) * ((1 / firstSize) + (1 / secondSize)));
        var z = error > 0 ? ((first / firstSize) - (second / secondSize)) / error : 0;
        return new TestResult(z, SpecialFunctions.Erfc(Math.Abs(z) / Constants.Sqrt2));
    }
}
