namespace Pipeline.Monitoring.Drift;

/// <summary>
/// How often two samples of one distribution differ as much by Kolmogorov's and Smirnov's statistic. As scipy.stats.ks_2samp has
/// it: exact up to 10,000 numbers, else by the distribution of one sample of n m / (n + m) numbers.
/// </summary>
public static class KolmogorovSmirnovTest
{
    private const long MostExact = 10_000;

    /// <param name="statistic">From 0 to 1.</param>
    /// <param name="first">How many numbers one sample has, at least 1.</param>
    /// <param name="second">And the other.</param>
    public static double PValue(double statistic, long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(second, 1);
        return Math.Max(first, second) <= MostExact
            ? Exact(statistic, (int)first, (int)second)
            : Asymptotic(statistic, first, second);
    }

    /// <summary>By the distribution of one sample; for sizes that are those of no sample, too.</summary>
    /// <param name="statistic">From 0 to 1.</param>
    /// <param name="first">Above 0.</param>
    /// <param name="second">Above 0.</param>
    internal static double Asymptotic(double statistic, double first, double second)
    {
        // The product of two sizes may be more than a double holds, their quotient is not.
        var size = first / (1 + (first / second));
        return KolmogorovDistribution.Above(statistic, Math.Max(1, (long)Math.Round(size, MidpointRounding.ToEven)));
    }

    private static double Exact(double statistic, int first, int second)
    {
        var divisor = Divisor(first, second);
        var (m, n) = (first / divisor, second / divisor);
        var step = (long)Math.Round(statistic * (first / divisor) * second, MidpointRounding.ToEven);
        return step == 0 ? 1 : Math.Min(1, first == second ? OfEqual(first, step) : Touching(first, second, (m, n, step)));
    }

    /// <summary>Gnedenko's and Korolyuk's series of reflected paths (1951).</summary>
    private static double OfEqual(int count, long step)
    {
        var (sum, sign) = (0.0, 1);
        for (var reach = step; reach <= count; reach += step, sign = -sign)
        {
            var share = 0.0;
            for (var i = 1L; i <= reach; i++)
                share += Math.Log((count - reach + i) / (double)(count + i));
            sum += sign * Math.Exp(share);
        }

        return 2 * sum;
    }

    /// <summary>
    /// How often a path of so many steps either way, in any order, ever is so far from the straight line (Hodges 1957): the
    /// chance from each point is the mean of those from the points after it, so that nothing is subtracted and no digit is lost.
    /// </summary>
    private static double Touching(int first, int second, (long M, long N, long Step) line)
    {
        var chances = new double[second + 2];
        for (var i = first; i >= 0; i--)
        {
            // Outside of the band around the line the chance is 1, and none further away is ever asked for but its neighbours.
            var low = (int)Math.Max(0, Floor((i * line.N) - line.Step, line.M) + 1);
            var high = (int)Math.Min(second, Floor((i * line.N) + line.Step - 1, line.M));
            if (high < second)
                chances[high + 1] = 1;
            for (var j = high; j >= low; j--)
            {
                var left = (first - i) + (second - j);
                chances[j] = left == 0 ? 0 : (((first - i) * chances[j]) + ((second - j) * chances[j + 1])) / left;
            }

            for (var j = low - 1; j >= Math.Max(0, Floor(((i - 1) * line.N) - line.Step, line.M) + 1); j--)
                chances[j] = 1;
        }

        return chances[0];
    }

    private static long Floor(long dividend, long divisor) =>
        (dividend / divisor) - (dividend % divisor < 0 ? 1 : 0);

    private static int Divisor(int first, int second) => second == 0 ? first : Divisor(second, first % second);
}

/// <summary>
/// The distribution of Kolmogorov's statistic of one sample, by the way that is exact or near enough where it is asked: Simard
/// and L'Ecuyer, Computing the two-sided Kolmogorov-Smirnov distribution (2011), whose borders these are.
/// </summary>
internal static class KolmogorovDistribution
{
    private const long MostByMatrix = 140;
    private const double BySmirnov = 2.2;
    private const double SmallBySmirnov = 4;
    private const double ByMatrix = 1.4;
    private const double Never = 370;

    /// <summary>Of a sum, in which even a million more such terms change no digit.</summary>
    private const double Nothing = 1e-24;

    /// <summary>How often the statistic is at least so great.</summary>
    /// <param name="statistic">From 0 to 1.</param>
    /// <param name="count">How many numbers the sample has.</param>
    public static double Above(double statistic, long count)
    {
        var scaled = count * statistic;
        var square = scaled * statistic;
        if (statistic >= 1 || square >= Never)
            return 0;
        if (scaled <= 0.5)
            return 1;
        if (statistic >= 0.5 || square >= (count <= MostByMatrix ? SmallBySmirnov : BySmirnov))
            return Math.Min(1, 2 * OneSided(statistic, count));
        return Math.Clamp(1 - (count <= MostByMatrix || count * Math.Pow(statistic, 1.5) <= ByMatrix
            ? Matrix(statistic, (int)count)
            : Series(statistic, count)), 0, 1);
    }

    /// <summary>
    /// Birnbaum's and Tingey's sum (1951), each term of it a binomial chance: from the greatest ones in the middle outward, as
    /// far as they add anything.
    /// </summary>
    private static double OneSided(double statistic, long count)
    {
        var (sum, last) = (Math.Exp(count * Math.Log(1 - statistic)), (long)Math.Floor(count * (1 - statistic)));
        for (var j = Math.Max(1, last / 2); j <= last && Adds(j, ref sum); j++)
        {
        }

        for (var j = (last / 2) - 1; j >= 1 && Adds(j, ref sum); j--)
        {
        }

        return sum;

        bool Adds(long j, ref double sum)
        {
            var share = statistic + (j / (double)count);
            var term = share >= 1 ? (j == count ? statistic : 0) : statistic / share * BinomialChance(j, count, share);
            sum += term;
            return term > sum * Nothing;
        }
    }

    /// <summary>
    /// Loader's form, Fast and accurate computation of binomial probabilities (2000): no digit is lost for many trials.
    /// </summary>
    private static double BinomialChance(long successes, long trials, double share)
    {
        if (successes == trials)
            return Math.Exp(trials * Math.Log(share));
        var failures = trials - successes;
        var exponent = StirlingError(trials) - StirlingError(successes) - StirlingError(failures)
            - Deviance(successes, trials * share) - Deviance(failures, trials * (1 - share));
        return Math.Exp(exponent) * Math.Sqrt(trials / (2 * Math.PI * successes * failures));
    }

    /// <summary>What Stirling's formula of the logarithm of n! is short of.</summary>
    private static double StirlingError(long n)
    {
        const long Few = 16;
        if (n < Few)
        {
            var factorial = 1.0;
            for (var i = 2; i <= n; i++)
                factorial *= i;
            return Math.Log(factorial) - ((n + 0.5) * Math.Log(n)) + n - (Math.Log(2 * Math.PI) / 2);
        }

        var square = 1.0 / n / n;
        var small = (1.0 / 1260) - (((1.0 / 1680) - (square / 1188)) * square);
        return ((1.0 / 12) - (((1.0 / 360) - (small * square)) * square)) / n;
    }

    /// <summary>x log(x / mean) + mean - x, without losing digits where both are near.</summary>
    private static double Deviance(double x, double mean)
    {
        var difference = x - mean;
        if (Math.Abs(difference) >= 0.1 * (x + mean))
            return (x * Math.Log(x / mean)) + mean - x;
        var ratio = difference / (x + mean);
        var (sum, power, square) = (difference * ratio, 2 * x * ratio, ratio * ratio);
        for (var i = 1; ; i++)
        {
            power *= square;
            var next = sum + (power / ((2 * i) + 1));
            if (next == sum)
                return next;
            sum = next;
        }
    }

    /// <summary>The chance of less by the power of a matrix: Marsaglia, Tsang and Wang (2003), after Durbin.</summary>
    private static double Matrix(double statistic, int count)
    {
        var scaled = count * statistic;
        var k = (int)scaled + 1;
        var (size, h) = ((2 * k) - 1, k - scaled);
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
                matrix[i, j] = i - j + 1 < 0 ? 0 : 1;
        }

        for (var i = 0; i < size; i++)
        {
            matrix[i, 0] -= Math.Pow(h, i + 1);
            matrix[size - 1, i] -= Math.Pow(h, size - i);
        }

        matrix[size - 1, 0] += (2 * h) - 1 > 0 ? Math.Pow((2 * h) - 1, size) : 0;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                for (var factor = 2; factor <= i - j + 1; factor++)
                    matrix[i, j] /= factor;
            }
        }

        var (power, exponent) = Power(matrix, count);
        var chance = power[k - 1, k - 1];
        for (var i = 1; i <= count; i++)
        {
            chance = chance * i / count;
            if (chance < 1e-140)
                (chance, exponent) = (chance * 1e140, exponent - 140);
        }

        return chance * Math.Pow(10, exponent);
    }

    private static (double[,] Matrix, int Exponent) Power(double[,] matrix, int exponent)
    {
        if (exponent == 1)
            return (matrix, 0);
        var (half, tens) = Power(matrix, exponent / 2);
        var whole = Product(half, half);
        tens *= 2;
        if (exponent % 2 == 1)
            whole = Product(matrix, whole);
        var middle = whole.GetLength(0) / 2;
        if (whole[middle, middle] <= 1e140)
            return (whole, tens);
        for (var i = 0; i < whole.GetLength(0); i++)
        {
            for (var j = 0; j < whole.GetLength(1); j++)
                whole[i, j] *= 1e-140;
        }

        return (whole, tens + 140);
    }

    private static double[,] Product(double[,] first, double[,] second)
    {
        var size = first.GetLength(0);
        var product = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                for (var j = 0; j < size; j++)
                    product[i, j] += first[i, k] * second[k, j];
            }
        }

        return product;
    }

    /// <summary>The chance of less by Pelz's and Good's series (1976), up to the term of n^-3/2.</summary>
    private static double Series(double statistic, long count)
    {
        var z = Math.Sqrt(count) * statistic;
        var (z2, pi2) = (z * z, Math.PI * Math.PI);
        var (z4, z6, z8, pi4, pi6) = (z2 * z2, z2 * z2 * z2, z2 * z2 * z2 * z2, pi2 * pi2, pi2 * pi2 * pi2);
        var (k0, k1, k2, k3) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < MostTerms; k++)
        {
            var odd = Math.Pow(k + 0.5, 2);
            var weight = Math.Exp(-pi2 * odd / (2 * z2));
            k0 += weight;
            k1 += ((pi2 * odd) - z2) * weight;
            k2 += ((6 * z6) + (2 * z4) + (pi2 * ((2 * z4) - (5 * z2)) * odd) + (pi4 * (1 - (2 * z2)) * odd * odd)) * weight;
            k3 += ((-30 * z6) - (90 * z8) + (pi2 * ((135 * z4) - (96 * z6)) * odd)
                + (pi4 * ((212 * z4) - (60 * z2)) * odd * odd)
                + (pi6 * (5 - (30 * z2)) * odd * odd * odd)) * weight;
        }

        var (even2, even3) = (0.0, 0.0);
        for (var k = 1; k < MostTerms; k++)
        {
            var weight = Math.Exp(-pi2 * k * k / (2 * z2));
            even2 += k * k * weight;
            even3 += ((3 * pi2 * z2 * k * k) - (pi4 * k * k * k * k)) * weight;
        }

        var root = Math.Sqrt(2 * Math.PI);
        return (k0 * root / z)
            + (k1 * root / (6 * z4) / Math.Sqrt(count))
            + (((k2 * root / (72 * z6 * z)) - (pi2 * root / (36 * z2 * z) * even2)) / count)
            + (((k3 * root / (6480 * z8 * z2)) + (root / (216 * z6) * even3)) / (count * Math.Sqrt(count)));
    }

    private const int MostTerms = 20;
}
