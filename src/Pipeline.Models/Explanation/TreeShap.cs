using System.Numerics;

namespace Pipeline.Models.Explanation;

/// <summary>
/// Exact Shapley values of the slots of a row that falls through trees. Each leaf is a game of its own, whose players are the
/// slots asked on the way to it, and values of games that are added add up.
/// </summary>
internal abstract class TreeShap(LeafPaths paths)
{
    protected LeafPaths Paths { get; } = paths;

    /// <summary>The answer where no slot is known.</summary>
    public abstract double BaseValue { get; }

    /// <summary>Adds what each slot contributes.</summary>
    /// <param name="row">As <see cref="LeafPaths.Ordered"/> has it.</param>
    /// <param name="contributions">By slot.</param>
    public abstract void Explain(ReadOnlySpan<float> row, Span<double> contributions);
}

/// <summary>
/// A slot that is not known goes both ways, as often as the rows did that the trees' covers were counted on: the game of
/// Lundberg et al. 2018, "Consistent individualized feature attribution for tree ensembles", Algorithm 2.
/// </summary>
/// <remarks>
/// A leaf adds its value times, for each slot, 1 or 0 (known: the row goes that way, or not) or the share of the cover (not
/// known). A Shapley value of such a product is an integral over t from 0 to 1 of the product of t * known + (1 - t) * share of
/// all other slots (Owen 1972, "Multilinear extensions of games"). That is a polynomial, of which Gauss and Legendre's sum is
/// exact.
/// </remarks>
internal sealed class PathDependentShap : TreeShap
{
    private readonly Quadrature[] _byLength;
    private readonly int[] _tables;
    private readonly double[] _factors;
    private readonly double[] _inverses;

    public PathDependentShap(LeafPaths paths)
        : base(paths)
    {
        _byLength = [.. Enumerable.Range(0, ((paths.Longest + 1) / 2) + 1).Select(points => Quadrature.Of(points))];
        _tables = new int[paths.Values.Length + 1];
        var mean = paths.Constant;
        for (var leaf = 0; leaf < paths.Values.Length; leaf++)
        {
            var (begin, end) = (paths.Starts[leaf], paths.Starts[leaf + 1]);
            _tables[leaf + 1] = _tables[leaf] + ((end - begin) * PointsOf(end - begin));
            var reached = paths.Values[leaf];
            for (var condition = begin; condition < end; condition++)
                reached *= paths.Shares[condition];
            mean += reached;
        }

        BaseValue = mean;
        (_factors, _inverses) = (new double[_tables[^1]], new double[_tables[^1]]);
        for (var leaf = 0; leaf < paths.Values.Length; leaf++)
            Fill(leaf);
    }

    public override double BaseValue { get; }

    public override void Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        Span<double> products = stackalloc double[_byLength.Length];
        Span<ulong> holds = stackalloc ulong[Paths.Words];
        for (var leaf = 0; leaf < Paths.Values.Length; leaf++)
            ExplainLeaf(leaf, row, contributions, holds, products);
    }

    private void ExplainLeaf(
        int leaf, ReadOnlySpan<float> row, Span<double> contributions, Span<ulong> holds, Span<double> products)
    {
        var (begin, length) = (Paths.Starts[leaf], Paths.Starts[leaf + 1] - Paths.Starts[leaf]);
        var quadrature = _byLength[PointsOf(length)];
        var points = quadrature.Weights.Length;
        products = products[..points];
        quadrature.Weights.CopyTo(products);
        Paths.Read(leaf, row, holds);
        var value = Paths.Values[leaf];
        var missed = 0;
        var table = _tables[leaf];
        for (var i = 0; i < length; i++)
        {
            var isMet = (holds[i >> 6] & (1UL << i)) != 0;
            var factors = isMet ? _factors.AsSpan(table + (i * points), points) : quadrature.Complements;
            for (var k = 0; k < products.Length; k++)
                products[k] *= factors[k];
            if (isMet)
                continue;
            value *= Paths.Shares[begin + i];
            missed++;
        }

        if (value == 0)
            return;
        var loss = missed == 0 ? 0 : -value * Dot(products, quadrature.ComplementInverses);
        for (var i = 0; i < length; i++)
        {
            var isMet = (holds[i >> 6] & (1UL << i)) != 0;
            contributions[Paths.Slots[begin + i]] += isMet
                ? value * (1 - Paths.Shares[begin + i]) * Dot(products, _inverses.AsSpan(table + (i * points), points))
                : loss;
        }
    }

    private static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var sum = 0.0;
        for (var k = 0; k < first.Length; k++)
            sum += first[k] * second[k];
        return sum;
    }

    /// <summary>The polynomial's degree is one below the number of slots.</summary>
    private static int PointsOf(int length) => (length + 1) / 2;

    private void Fill(int leaf)
    {
        var (begin, end) = (Paths.Starts[leaf], Paths.Starts[leaf + 1]);
        var points = _byLength[PointsOf(end - begin)].Points;
        for (var condition = begin; condition < end; condition++)
        {
            var table = _tables[leaf] + ((condition - begin) * points.Length);
            for (var k = 0; k < points.Length; k++)
            {
                _factors[table + k] = points[k] + ((1 - points[k]) * Paths.Shares[condition]);
                _inverses[table + k] = 1 / _factors[table + k];
            }
        }
    }
}

/// <summary>
/// A slot that is not known is that of a background row, and the value is the mean over these: independent, or interventional,
/// tree SHAP (Lundberg et al. 2020, "From local explanations to global understanding with explainable AI for trees").
/// </summary>
/// <remarks>
/// To a leaf, a background row is the set of conditions that it fulfils, and most are alike: each different set is looked at
/// once, with the share of the rows that it stands for.
/// </remarks>
internal sealed class InterventionalShap : TreeShap
{
    private readonly int[] _patternStarts;
    private readonly ulong[] _patterns;
    private readonly double[] _shares;
    private readonly ulong[] _all;
    private readonly double[][] _weights;

    /// <param name="paths">Of the trees.</param>
    /// <param name="background">At least one row, as <see cref="LeafPaths.Ordered"/> has it.</param>
    public InterventionalShap(LeafPaths paths, IReadOnlyList<float[]> background)
        : base(paths)
    {
        ArgumentOutOfRangeException.ThrowIfZero(background.Count, nameof(background));
        var words = paths.Words;
        var (patterns, shares, mean) = (new List<ulong>(), new List<double>(), paths.Constant);
        _patternStarts = new int[paths.Values.Length + 1];
        _all = new ulong[paths.Values.Length * words];
        var holds = new ulong[words];
        for (var leaf = 0; leaf < paths.Values.Length; leaf++)
        {
            var all = _all.AsSpan(leaf * words, words);
            for (var i = 0; i < paths.Starts[leaf + 1] - paths.Starts[leaf]; i++)
                all[i >> 6] |= 1UL << i;
            var first = shares.Count;
            foreach (var row in background)
            {
                paths.Read(leaf, row, holds);
                var found = first;
                while (found < shares.Count && !IsAt(patterns, found * words, holds))
                    found++;
                if (found == shares.Count)
                {
                    patterns.AddRange(holds);
                    shares.Add(0);
                }

                shares[found] += 1.0 / background.Count;
                if (all.SequenceEqual(holds))
                    mean += paths.Values[leaf] / background.Count;
            }

            _patternStarts[leaf + 1] = shares.Count;
        }

        (_patterns, _shares, BaseValue) = ([.. patterns], [.. shares], mean);
        _weights = Weights(paths.Longest);
    }

    public override double BaseValue { get; }

    public override void Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        var words = Paths.Words;
        Span<ulong> holds = stackalloc ulong[words];
        for (var leaf = 0; leaf < Paths.Values.Length; leaf++)
        {
            Paths.Read(leaf, row, holds);
            var all = _all.AsSpan(leaf * words, words);
            for (var pattern = _patternStarts[leaf]; pattern < _patternStarts[leaf + 1]; pattern++)
            {
                Explain(
                    leaf, holds, _patterns.AsSpan(pattern * words, words), all, Paths.Values[leaf] * _shares[pattern],
                    contributions);
            }
        }
    }

    /// <summary>
    /// Where each condition is fulfilled by the row or by the background, those that the row alone fulfils open the way to the
    /// leaf, and those that it alone does not close it; otherwise nobody gets there.
    /// </summary>
    private void Explain(
        int leaf,
        ReadOnlySpan<ulong> row,
        ReadOnlySpan<ulong> background,
        ReadOnlySpan<ulong> all,
        double value,
        Span<double> contributions)
    {
        var (opening, closing) = (0, 0);
        for (var word = 0; word < all.Length; word++)
        {
            if ((row[word] | background[word]) != all[word])
                return;
            opening += BitOperations.PopCount(row[word] & ~background[word]);
            closing += BitOperations.PopCount(background[word] & ~row[word]);
        }

        if (opening + closing == 0)
            return;
        var gain = opening > 0 ? value * _weights[opening][closing] : 0;
        var loss = closing > 0 ? value * _weights[closing][opening] : 0;
        for (var word = 0; word < all.Length; word++)
        {
            var begin = Paths.Starts[leaf] + (word * 64);
            for (var bits = row[word] & ~background[word]; bits != 0; bits &= bits - 1)
                contributions[Paths.Slots[begin + BitOperations.TrailingZeroCount(bits)]] += gain;
            for (var bits = background[word] & ~row[word]; bits != 0; bits &= bits - 1)
                contributions[Paths.Slots[begin + BitOperations.TrailingZeroCount(bits)]] -= loss;
        }
    }

    private static bool IsAt(List<ulong> patterns, int at, ulong[] holds)
    {
        for (var word = 0; word < holds.Length; word++)
        {
            if (patterns[at + word] != holds[word])
                return false;
        }

        return true;
    }

    /// <summary>
    /// What one of <c>own</c> players gets of a game that is won once all of them and none of <c>others</c> are there:
    /// <c>(own - 1)! * others! / (own + others)!</c>.
    /// </summary>
    private static double[][] Weights(int most)
    {
        var weights = new double[most + 1][];
        weights[0] = [];
        for (var own = 1; own <= most; own++)
        {
            weights[own] = new double[most - own + 1];
            for (var others = 0; others <= most - own; others++)
                weights[own][others] = own == 1 ? 1.0 / (others + 1) : weights[own - 1][others] * (own - 1) / (own + others);
        }

        return weights;
    }
}

/// <summary>Gauss and Legendre's sum for an integral from 0 to 1, exact of polynomials up to twice its points less 1.</summary>
internal sealed record Quadrature(double[] Points, double[] Weights)
{
    private const double Enough = 1e-15;
    private const int MostSteps = 100;

    /// <summary>By point, 1 less it.</summary>
    public double[] Complements { get; } = Array.ConvertAll(Points, point => 1 - point);

    public double[] ComplementInverses { get; } = Array.ConvertAll(Points, point => 1 / (1 - point));

    /// <summary>The zeros of the Legendre polynomial by Newton's steps, from -1..1 to 0..1.</summary>
    /// <param name="count">How many points.</param>
    public static Quadrature Of(int count)
    {
        var (points, weights) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            var (value, slope) = Legendre(count, x);
            for (var step = 0; step < MostSteps && Math.Abs(value / slope) > Enough; step++)
            {
                x -= value / slope;
                (value, slope) = Legendre(count, x);
            }

            (points[i], weights[i]) = ((1 - x) / 2, 1 / ((1 - (x * x)) * slope * slope));
        }

        return new Quadrature(points, weights);
    }

    /// <summary>The polynomial and its derivative, by Bonnet's recursion.</summary>
    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        var (before, value) = (0.0, 1.0);
        for (var k = 1; k <= degree; k++)
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        return (value, degree * ((x * value) - before) / ((x * x) - 1));
    }
}
