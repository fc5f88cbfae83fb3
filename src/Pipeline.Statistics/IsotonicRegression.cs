namespace Pipeline.Statistics;

/// <summary>
/// The never falling function that is nearest to points by squared distance, by pooling adjacent violators (Ayer and others 1955;
/// Barlow and others 1972): straight lines between its points, as scikit-learn's IsotonicRegression with
/// <c>out_of_bounds="clip"</c> predicts.
/// </summary>
/// <param name="From">Rising; at least one.</param>
/// <param name="To">What becomes of each, never falling.</param>
public sealed record IsotonicRegression(IReadOnlyList<double> From, IReadOnlyList<double> To)
{
    /// <summary>Points of one place are one point first.</summary>
    /// <param name="places">In any order; at least one.</param>
    /// <param name="values">By point.</param>
    /// <param name="weights">By point, 0 or more and not all 0; null, the default, where each counts the same.</param>
    public static IsotonicRegression Of(
        IReadOnlyList<double> places, IReadOnlyList<double> values, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(places.Count, nameof(places));
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, places.Count, nameof(values));
        double[] sorted = [.. places];
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var pools = new IsotonicPools(sorted.Length);
        for (var from = 0; from < sorted.Length;)
        {
            var (sum, weight, at) = (0.0, 0.0, sorted[from]);
            for (; from < sorted.Length && sorted[from].Equals(at); from++)
            {
                var own = weights is null ? 1 : weights[order[from]];
                sum += own * values[order[from]];
                weight += own;
            }

            if (weight > 0)
                pools.Add(at, sum, weight);
        }

        return pools.Regression();
    }
}

/// <summary>
/// Places with values, of which neighbours that do not rise together are one pool of the same value. Not for two threads at once.
/// </summary>
/// <param name="most">How many places there are at most.</param>
public sealed class IsotonicPools(int most)
{
    private readonly double[] _first = new double[most];
    private readonly double[] _last = new double[most];
    private readonly double[] _sums = new double[most];
    private readonly double[] _weights = new double[most];

    /// <summary>How many pools there are.</summary>
    public int Count { get; private set; }

    /// <param name="at">Above all places before.</param>
    /// <param name="sum">Of the values there, by weight.</param>
    /// <param name="weight">Above 0.</param>
    public void Add(double at, double sum, double weight)
    {
        (_first[Count], _last[Count], _sums[Count], _weights[Count]) = (at, at, sum, weight);
        // Products instead of quotients: whole counts compare exactly.
        for (Count++; Count > 1; Count--)
        {
            var (left, right) = (Count - 2, Count - 1);
            if (_sums[left] * _weights[right] < _sums[right] * _weights[left])
                break;
            _last[left] = _last[right];
            _sums[left] += _sums[right];
            _weights[left] += _weights[right];
        }
    }

    /// <summary>The value at a place, between two pools on the line between them; at least one place was added.</summary>
    /// <param name="at">Anything but NaN.</param>
    /// <param name="pool">Where to begin to look; moved to where the place is, so that rising places take one walk.</param>
    public double At(double at, ref int pool)
    {
        while (pool < Count - 1 && _last[pool] < at)
            pool++;
        var value = _sums[pool] / _weights[pool];
        if (at > _last[pool] || at >= _first[pool] || pool == 0)
            return value;
        var before = _sums[pool - 1] / _weights[pool - 1];
        return before + ((at - _last[pool - 1]) / (_first[pool] - _last[pool - 1]) * (value - before));
    }

    /// <summary>At least one place was added.</summary>
    public IsotonicRegression Regression()
    {
        var (from, to) = (new List<double>(2 * Count), new List<double>(2 * Count));
        for (var pool = 0; pool < Count; pool++)
        {
            from.Add(_first[pool]);
            to.Add(_sums[pool] / _weights[pool]);
            if (_last[pool] <= _first[pool])
                continue;
            from.Add(_last[pool]);
            to.Add(_sums[pool] / _weights[pool]);
        }

        return new IsotonicRegression(from, to);
    }
}
