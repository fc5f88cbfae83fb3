namespace Pipeline.Statistics;

/// <summary>Numbers that more than one distribution begins with.</summary>
public static class RandomNumbers
{
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
}
