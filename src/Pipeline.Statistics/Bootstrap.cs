using Pipeline.Core.Checks;

namespace Pipeline.Statistics;

/// <summary>
/// Efron's bootstrap (1979): how much would numbers differ, had other rows been sampled? Rows are drawn with replacement, as many
/// as there are, and counted: a statistic gets a weight for each row and need not touch the rows themselves.
/// </summary>
public static class Bootstrap
{
    private delegate void Drawing(Span<int> weights, SeededRandom random);

    /// <summary>
    /// Draws the resamples and computes the numbers for each. Resample <c>i</c> is drawn from the <c>i</c>-th stream of the seed,
    /// so that the answer is the same for any number of threads.
    /// </summary>
    /// <param name="rows">How many rows the sample has, at least 1.</param>
    /// <param name="values">How many numbers the statistic gives.</param>
    /// <param name="statistic">What is computed for each resample.</param>
    /// <param name="options">How often, from which seed.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public static ResampledValues Run(
        int rows, int values, WeightedStatistic statistic, BootstrapOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return Run(rows, values, statistic, Draw, options, cancellationToken);
    }

    /// <summary>
    /// The same for rows that are not independent: whole groups are drawn, as many as there are, and a row occurs as often as its
    /// group does (Davison and Hinkley 1997, section 3.8, strategy 1). Rows of one customer alone would make any number look
    /// surer than it is.
    /// </summary>
    /// <param name="groups">Of each row, its group, counted from 0.</param>
    /// <param name="values">How many numbers the statistic gives.</param>
    /// <param name="statistic">What is computed for each resample.</param>
    /// <param name="options">How often, from which seed.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public static ResampledValues RunByGroup(
        IReadOnlyList<int> groups,
        int values,
        WeightedStatistic statistic,
        BootstrapOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfZero(groups.Count, nameof(groups));
        int[] ofRow = [.. groups];
        var count = ofRow.Max() + 1;
        return Run(ofRow.Length, values, statistic, DrawGroups, options, cancellationToken);

        void DrawGroups(Span<int> weights, SeededRandom random)
        {
            var drawn = new int[count];
            Draw(drawn, random);
            for (var row = 0; row < weights.Length; row++)
                weights[row] = drawn[ofRow[row]];
        }
    }

    private static ResampledValues Run(
        int rows,
        int values,
        WeightedStatistic statistic,
        Drawing draw,
        BootstrapOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentNullException.ThrowIfNull(options);
        var drawn = new double[options.Resamples * values];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, options.Resamples, parallel, () => new int[rows], (resample, _, weights) =>
        {
            draw(weights, new SeededRandom(options.Seed, resample));
            statistic(weights, drawn.AsSpan(resample * values, values));
            return weights;
        }, _ => { });
        return new ResampledValues(drawn, values);
    }

    private static void Draw(Span<int> weights, SeededRandom random)
    {
        weights.Clear();
        for (var i = 0; i < weights.Length; i++)
            weights[random.Below(weights.Length)]++;
    }
}

/// <summary>How a sample is resampled.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How many resamples are drawn, at least 1. Default 1,000; fewer make the ends of an interval coarse.</summary>
    public int Resamples
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one resample is drawn.");
    }
    = 1000;

    /// <summary>What chance begins with. Default 1; the same seed draws the same resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many threads to use, at least 1; null uses what the machine has. Results do not depend on it.</summary>
    public int? Threads { get; init; }
}

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
        var of = new double[_drawn.Length / _values];
        for (var i = 0; i < of.Length; i++)
            of[i] = _drawn[((long)i * _values) + value];
        return of;
    }

    /// <summary>The first number minus the second, of the same resample.</summary>
    public double[] Difference(int first, int second) => [.. Of(first).Zip(Of(second), (x, y) => x - y)];
}

/// <summary>
/// Numbers that summarise a sample, one for each place in <paramref name="values"/>; NaN where one is not defined. It is called
/// by many threads at once.
/// </summary>
/// <param name="weights">How often each row of the sample occurs; zero for a row that was not drawn.</param>
/// <param name="values">To be filled. Numbers of one call are of the same rows, so that their differences are paired.</param>
public delegate void WeightedStatistic(ReadOnlySpan<int> weights, Span<double> values);

/// <summary>
/// The percentile interval (Efron and Tibshirani 1993, chapter 13): the middle of what a statistic was over the resamples. Unlike
/// an interval made of a standard error it stays within the statistic's range and need not be symmetric.
/// </summary>
public static class PercentileInterval
{
    /// <summary>
    /// A resample in which the statistic was not defined could have been anything: it counts as the lowest for the lower end and
    /// as the highest for the upper one, so that an interval that rests on few usable resamples is wide and not missing.
    /// </summary>
    /// <param name="resampled">At least one; NaN where it was not defined.</param>
    /// <param name="confidence">Between 0 and 1, both excluded.</param>
    /// <param name="lowest">What the statistic cannot be below.</param>
    /// <param name="highest">What the statistic cannot be above.</param>
    public static ConfidenceInterval Of(IReadOnlyList<double> resampled, double confidence, double lowest, double highest)
    {
        ArgumentNullException.ThrowIfNull(resampled);
        ArgumentOutOfRangeException.ThrowIfZero(resampled.Count, nameof(resampled));
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence is between 0 and 1.");
        var tail = (1 - confidence) / 2;
        var low = Quantile(Sorted(resampled, lowest), tail);
        return new ConfidenceInterval(low, Quantile(Sorted(resampled, highest), 1 - tail), confidence);
    }

    /// <summary>Definition 7 of Hyndman and Fan (1996), which NumPy and R use unless told otherwise.</summary>
    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="probability">From 0 to 1.</param>
    internal static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        var place = (sorted.Length - 1) * probability;
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below].Equals(sorted[above])
            ? sorted[below]
            : sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static double[] Sorted(IReadOnlyList<double> resampled, double undefined)
    {
        var sorted = new double[resampled.Count];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = double.IsNaN(resampled[i]) ? undefined : resampled[i];
        Array.Sort(sorted);
        return sorted;
    }
}
