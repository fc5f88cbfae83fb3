namespace Pipeline.Statistics;

/// <summary>Numbers in ascending order, each with the weight of all up to it.</summary>
internal sealed class Ranking
{
    private readonly double[] _values;
    private readonly double[] _weights;

    public Ranking(IReadOnlyCollection<(double Value, double Weight)> items)
    {
        (_values, _weights) = ([.. items.Select(x => x.Value)], [.. items.Select(x => x.Weight)]);
        Array.Sort(_values, _weights);
        for (var i = 1; i < _weights.Length; i++)
            _weights[i] += _weights[i - 1];
    }

    public bool IsEmpty => _values.Length == 0;

    /// <summary>The first number up to which so much of the weight is.</summary>
    public double Quantile(double share)
    {
        var found = Array.BinarySearch(_weights, share * _weights[^1]);
        return _values[Math.Min(found < 0 ? ~found : found, _values.Length - 1)];
    }

    /// <summary>The share of the weight up to this number.</summary>
    public double Rank(double value)
    {
        var (low, high) = (0, _values.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _values[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : _weights[low - 1] / _weights[^1];
    }
}
