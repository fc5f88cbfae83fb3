using System.Runtime.Intrinsics;

namespace Pipeline.Statistics;

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

    /// <summary>The sum of the squared differences from the mean; infinite where that is more than a double holds.</summary>
    public double SquaredDifferences { get; init; }

    /// <summary>Infinite where there are no numbers.</summary>
    public double Min { get; init; } = double.PositiveInfinity;

    /// <summary>Infinite where there are no numbers.</summary>
    public double Max { get; init; } = double.NegativeInfinity;

    /// <summary>Of the sample, with n - 1; 0 for fewer than two numbers, infinite where its square is no double.</summary>
    public double StandardDeviation => Count < 2 ? 0 : Math.Sqrt(SquaredDifferences / (Count - 1));

    /// <param name="values">Finite numbers.</param>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return None;
        var (sum, min, max) = Sum(values);
        var mean = double.IsFinite(sum) ? sum / values.Length : MeanOfLarge(values);
        return new Moments
        {
            Count = values.Length,
            Mean = mean,
            SquaredDifferences = SquaredDifferencesOf(values, mean),
            Min = min,
            Max = max,
        };
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
            Mean = double.IsFinite(difference)
                ? Mean + (difference * (other.Count / (double)count))
                : (Mean * (Count / (double)count)) + (other.Mean * (other.Count / (double)count)),
            SquaredDifferences = SquaredDifferences + other.SquaredDifferences
                + (difference * difference * (Count * (other.Count / (double)count))),
            Min = Math.Min(Min, other.Min),
            Max = Math.Max(Max, other.Max),
        };
    }

    /// <summary>In eight parts, on any machine: the order of additions is part of the result.</summary>
    private static (double Sum, double Min, double Max) Sum(ReadOnlySpan<double> values)
    {
        var sums = Vector512<double>.Zero;
        var (least, greatest) = (Vector512.Create(values[0]), Vector512.Create(values[0]));
        for (; values.Length >= Vector512<double>.Count; values = values[Vector512<double>.Count..])
        {
            var next = Vector512.Create(values);
            sums += next;
            least = Vector512.MinNative(least, next);
            greatest = Vector512.MaxNative(greatest, next);
        }

        var (sum, min, max) = (0.0, least[0], greatest[0]);
        for (var i = 0; i < Vector512<double>.Count; i++)
            (sum, min, max) = (sum + sums[i], Math.Min(min, least[i]), Math.Max(max, greatest[i]));
        foreach (var value in values)
            (sum, min, max) = (sum + value, Math.Min(min, value), Math.Max(max, value));
        return (sum, min, max);
    }

    /// <summary>Of numbers whose sum is more than a double holds.</summary>
    private static double MeanOfLarge(ReadOnlySpan<double> values)
    {
        var mean = 0.0;
        foreach (var value in values)
            mean += value / values.Length;
        return mean;
    }

    private static double SquaredDifferencesOf(ReadOnlySpan<double> values, double mean)
    {
        var (sums, means) = (Vector512<double>.Zero, Vector512.Create(mean));
        for (; values.Length >= Vector512<double>.Count; values = values[Vector512<double>.Count..])
        {
            var difference = Vector512.Create(values) - means;
            sums += difference * difference;
        }

        var sum = 0.0;
        for (var i = 0; i < Vector512<double>.Count; i++)
            sum += sums[i];
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return sum;
    }
}
