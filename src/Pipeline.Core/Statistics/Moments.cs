namespace Pipeline.Core.Statistics;

/// <summary>
/// Count, mean and spread of numbers, in one pass and without losing digits: each block around its own mean, blocks combined as
/// Chan, Golub and LeVeque (1979) have it. What parts add up to is the whole's, but for the last digits.
/// </summary>
public sealed record Moments
{
    public static Moments None { get; } = new();

    public long Count { get; init; }

    /// <summary>0 where there are no numbers.</summary>
    public double Mean { get; init; }

    /// <summary>The sum of the squared differences from the mean.</summary>
    public double SquaredDifferences { get; init; }

    /// <summary>Infinite where there are no numbers.</summary>
    public double Min { get; init; } = double.PositiveInfinity;

    /// <summary>Infinite where there are no numbers.</summary>
    public double Max { get; init; } = double.NegativeInfinity;

    /// <summary>Of the sample, with n - 1; 0 for fewer than two numbers.</summary>
    public double StandardDeviation => Count < 2 ? 0 : Math.Sqrt(SquaredDifferences / (Count - 1));

    /// <param name="values">Finite numbers.</param>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return None;
        var (sum, min, max) = (0.0, values[0], values[0]);
        foreach (var value in values)
        {
            sum += value;
            min = value < min ? value : min;
            max = value > max ? value : max;
        }

        var (mean, squares) = (sum / values.Length, 0.0);
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return new Moments { Count = values.Length, Mean = mean, SquaredDifferences = squares, Min = min, Max = max };
    }

    public Moments Add(Moments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Count == 0 || other.Count == 0)
            return Count == 0 ? other : this;
        var count = Count + other.Count;
        var difference = other.Mean - Mean;
        return new Moments
        {
            Count = count,
            Mean = Mean + (difference * (other.Count / (double)count)),
            SquaredDifferences = SquaredDifferences + other.SquaredDifferences
                + (difference * difference * (Count * (other.Count / (double)count))),
            Min = Math.Min(Min, other.Min),
            Max = Math.Max(Max, other.Max),
        };
    }
}
