namespace Pipeline.Statistics;

/// <summary>Numbers that more than one distribution begins with.</summary>
public static class RandomNumbers
{
    private const double MostInverted = 60;

    /// <summary>At least 0 and below 1, any multiple of 2^-53.</summary>
    public static double Unit(this ref SeededRandom random) => (random.Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Of mean 0 and deviation 1, by Marsaglia's polar method (1964).</summary>
    public static double Normal(this ref SeededRandom random)
    {
        while (true)
        {
            var (x, y) = ((2 * random.Unit()) - 1, (2 * random.Unit()) - 1);
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }

    /// <summary>
    /// A count of that mean: by inversion where it is small (Devroye 1986, chapter X.3.3), else a normal number, rounded, whose
    /// quantiles are off by less than a tenth of the deviation.
    /// </summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="mean">0 or more.</param>
    public static double Poisson(this ref SeededRandom random, double mean)
    {
        if (mean > MostInverted)
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * random.Normal())));
        var (left, probability, count) = (random.Unit(), Math.Exp(-mean), 0);
        while (left > probability && probability > 0)
        {
            left -= probability;
            probability *= mean / ++count;
        }

        return count;
    }
}
