using MathNet.Numerics;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>What a distance comes to where nothing has changed, by sampling alone.</summary>
/// <param name="Mean">Of the distance.</param>
/// <param name="PValue">How often it is as great as what was measured, or greater.</param>
internal readonly record struct NullDistribution(double Mean, double PValue);

/// <summary>How sure samples and sketches are of ranks.</summary>
internal static class SamplingNoise
{
    /// <summary>
    /// A sketch's error of one rank has this standard deviation: a normal one is within 2.576 of them 99 times in 100.
    /// </summary>
    private const double SketchDeviation = QuantileSketch.RankError / 2.576;

    private const int MostCells = 64;
    private const int MostPairs = 3;

    /// <summary>The variance that a sketch adds to each rank; 0 where it has kept all numbers.</summary>
    public static double SketchVariance(Ranking ranking) => ranking.IsExact ? 0 : SketchDeviation * SketchDeviation;

    /// <summary>A sample of so many independent numbers knows the median as well.</summary>
    public static double EffectiveSize(Ranking ranking) => 1 / ((1 / ranking.Total) + (4 * SketchVariance(ranking)));

    /// <summary>
    /// Of the Wasserstein distance: the area under |B(F(x))| of a Brownian bridge B over the distribution F of both samples
    /// together. Its mean and its second moment are integrals of those of one and of two normal numbers; a lognormal distribution
    /// with both gives the p-value, as its tail is that of the area where p-values are small.
    /// </summary>
    public static NullDistribution Wasserstein(Ranking first, Ranking second, double distance)
    {
        var cells = Cells(first, second);
        var mean = Math.Sqrt(2 / Math.PI) * cells.Sum(x => x.Area);
        var square = 0.0;
        for (var i = 0; i < cells.Count; i++)
        {
            var (area, rank) = cells[i];
            square += area * area;
            for (var j = i + 1; j < cells.Count; j++)
            {
                // Two normal numbers with this correlation have |x| |y| in the mean 2 / pi of this.
                var correlation = Math.Sqrt(rank * (1 - cells[j].Rank) / ((1 - rank) * cells[j].Rank));
                square += 2 * area * cells[j].Area * (2 / Math.PI)
                    * (Math.Sqrt(1 - (correlation * correlation)) + (correlation * Math.Asin(correlation)));
            }
        }

        return new NullDistribution(mean, square > 0 ? Lognormal(mean, square, distance) : distance > 0 ? 0 : 1);
    }

    /// <summary>
    /// What a distance of shares comes to in the mean: of the terms of chi-square for those that are sums of squares
    /// (Jensen-Shannon, with base 2, and the population stability index), of normal numbers for the others.
    /// </summary>
    /// <param name="method">A distance of bins.</param>
    /// <param name="first">Counts.</param>
    /// <param name="second">As many.</param>
    public static double OfBins(DriftMethod method, IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var (n, m) = (first.Sum(), second.Sum());
        var inverse = (1 / n) + (1 / m);
        double[] shares = [.. first.Zip(second, (x, y) => (x + y) / (n + m)).Where(x => x > 0)];
        double[] deviations = [.. shares.Select(x => Math.Sqrt(x * (1 - x) * inverse))];
        return method switch
        {
            DriftMethod.JensenShannon => Math.Sqrt((shares.Length - 1) * inverse / (8 * Math.Log(2))),
            DriftMethod.PopulationStability => (shares.Length - 1) * inverse,
            DriftMethod.TotalVariation => Math.Sqrt(2 / Math.PI) * deviations.Sum() / 2,
            _ => deviations.Max() * (shares.Length < MostPairs ? Math.Sqrt(2 / Math.PI) : Math.Sqrt(2 * Math.Log(shares.Length))),
        };
    }

    /// <summary>
    /// Parts of the axis, each with the area that one standard deviation of the bridge has over it, and with a rank in it: as
    /// many numbers as there are, or so many of about one area.
    /// </summary>
    private static List<(double Area, double Rank)> Cells(Ranking first, Ranking second)
    {
        var (steps, sketch) = (Steps(first, second), SketchVariance(first) + SketchVariance(second));
        var inverse = (1 / first.Total) + (1 / second.Total);
        var areas = new double[steps.Count];
        for (var i = 0; i < areas.Length; i++)
            areas[i] = steps[i].Width * Math.Sqrt((steps[i].Rank * (1 - steps[i].Rank) * inverse) + sketch);
        var (whole, cells) = (areas.Sum(), new List<(double, double)>(MostCells + 1));
        var (area, rank) = (0.0, 0.0);
        for (var i = 0; i < areas.Length; i++)
        {
            area += areas[i];
            rank += areas[i] * steps[i].Rank;
            if (area > 0 && (area >= whole / MostCells || i == areas.Length - 1))
            {
                cells.Add((area, rank / area));
                (area, rank) = (0, 0);
            }
        }

        return cells;
    }

    /// <summary>Between each number and the next, how wide that is and what share of both samples together is below.</summary>
    private static List<(double Width, double Rank)> Steps(Ranking first, Ranking second)
    {
        var (total, before, below) = (first.Total + second.Total, 0.0, 0.0);
        var steps = new List<(double, double)>(first.Values.Length + second.Values.Length);
        for (var walk = new RankingWalk(first, second); walk.MoveNext(); before = walk.Value)
        {
            if (below > 0)
                steps.Add((walk.Value - before, below / total));
            below = walk.First + walk.Second;
        }

        return steps;
    }

    /// <summary>The chance of at least so much, of a lognormal distribution with this mean and this second moment.</summary>
    private static double Lognormal(double mean, double square, double value)
    {
        var variance = Math.Log(square / (mean * mean));
        return value <= 0 ? 1
            : SpecialFunctions.Erfc((Math.Log(value / mean) + (variance / 2)) / Math.Sqrt(2 * variance)) / 2;
    }
}
