namespace Pipeline.Statistics;

/// <summary>How far two samples of numbers are from each other, in one pass over both in ascending order.</summary>
public static class SampleDistance
{
    /// <summary>
    /// The statistic of Kolmogorov and Smirnov: the largest difference of the two distribution functions, from 0 to 1
    /// (scipy.stats.ks_2samp).
    /// </summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static double KolmogorovSmirnov(Ranking first, Ranking second) => Walk(first, second).Largest;

    /// <summary>
    /// The first Wasserstein distance, which is the area between the two distribution functions, in the unit of the numbers
    /// (scipy.stats.wasserstein_distance).
    /// </summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static double Wasserstein(Ranking first, Ranking second) => Walk(first, second).Area;

    /// <summary>Both in one pass.</summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static (double KolmogorovSmirnov, double Wasserstein) Both(Ranking first, Ranking second) => Walk(first, second);

    private static (double Largest, double Area) Walk(Ranking first, Ranking second)
    {
        var walk = new RankingWalk(first, second);
        var (one, other) = (first.Total, second.Total);
        var (gap, largest, area, before) = (0.0, 0.0, 0.0, 0.0);
        while (walk.MoveNext())
        {
            area += gap == 0 ? 0 : gap * (walk.Value - before);
            gap = Math.Abs((walk.First / one) - (walk.Second / other));
            largest = Math.Max(largest, gap);
            before = walk.Value;
        }

        return (largest, area);
    }
}

/// <summary>The different numbers of two samples in ascending order, with what weight of each sample is up to them.</summary>
public ref struct RankingWalk
{
    private readonly ReadOnlySpan<double> _first;
    private readonly ReadOnlySpan<double> _second;
    private readonly Ranking _firstRanking;
    private readonly Ranking _secondRanking;
    private int _i;
    private int _j;

    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public RankingWalk(Ranking first, Ranking second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.IsEmpty || second.IsEmpty)
            throw new ArgumentException("A sample that is compared has numbers.");
        _first = first.Values;
        _second = second.Values;
        (_firstRanking, _secondRanking) = (first, second);
    }

    public double Value { get; private set; }

    /// <summary>The weight of the first sample up to the number.</summary>
    public readonly double First => _firstRanking.WeightUpTo(_i);

    /// <summary>The weight of the second sample up to the number.</summary>
    public readonly double Second => _secondRanking.WeightUpTo(_j);

    /// <returns>Whether there was another number.</returns>
    public bool MoveNext()
    {
        var (isFirst, isSecond) = (_i < _first.Length, _j < _second.Length);
        if (!isFirst && !isSecond)
            return false;
        Value = !isSecond || (isFirst && _first[_i] <= _second[_j]) ? _first[_i] : _second[_j];
        while (_i < _first.Length && _first[_i] == Value)
            _i++;
        while (_j < _second.Length && _second[_j] == Value)
            _j++;
        return true;
    }
}
