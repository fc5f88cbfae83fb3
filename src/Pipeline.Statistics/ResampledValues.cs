namespace Pipeline.Statistics;

/// <summary>What a statistic was in each resample.</summary>
public sealed class ResampledValues
{
    private readonly double[] _drawn;
    private readonly int _values;

    internal ResampledValues(double[] drawn, int values) => (_drawn, _values) = (drawn, values);

    /// <summary>In the order of the resamples; NaN where it was not defined.</summary>
    public double[] Of(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, _values);
        return [.. Enumerable.Range(0, _drawn.Length / _values).Select(x => _drawn[(x * _values) + value])];
    }

    /// <summary>The first number minus the second, of the same resample.</summary>
    public double[] Difference(int first, int second) => [.. Of(first).Zip(Of(second), (x, y) => x - y)];
}
