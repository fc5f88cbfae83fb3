using System.Diagnostics;
using Pipeline.Manifest.Records;
using Pipeline.Statistics;

namespace Pipeline.Training.Search;

/// <summary>
/// An option that a search tries, with the values that it may have. A setting is a coordinate: of a choice its index, of a number
/// what it is on the scale on which the distribution is uniform or normal.
/// </summary>
/// <param name="Keys">Of the option, from the trainer's options on.</param>
/// <param name="Place">Where it stands in the manifest.</param>
internal abstract record SearchParameter(IReadOnlyList<string> Keys, ManifestNode Place)
{
    /// <summary>"booster.l2".</summary>
    public string Name => string.Join('.', Keys);

    /// <summary>How many values it has, where a grid can list them; null where it cannot.</summary>
    public abstract int? Count { get; }

    /// <summary>Whether the values are in an order.</summary>
    public abstract bool IsOrdered { get; }

    /// <summary>The value at a place of a grid, counted from 0.</summary>
    public abstract double At(int index);

    /// <summary>A coordinate, by the parameter's own distribution.</summary>
    public abstract double Draw(ref SeededRandom random);

    /// <summary>What the option has at a coordinate.</summary>
    public abstract ManifestNode ValueOf(double coordinate);

    /// <summary>Values that the option must accept, so that it accepts all.</summary>
    public abstract IEnumerable<double> Ends { get; }
}

/// <summary>One of a few values, of any kind.</summary>
internal sealed record ChoiceParameter(
    IReadOnlyList<string> Keys, ManifestNode Place, IReadOnlyList<ManifestNode> Values, IReadOnlyList<double> Probabilities)
    : SearchParameter(Keys, Place)
{
    public override int? Count => Values.Count;

    public override bool IsOrdered => false;

    public override IEnumerable<double> Ends => Enumerable.Range(0, Values.Count).Select(index => (double)index);

    public override double At(int index) => index;

    public override double Draw(ref SeededRandom random) => Choose(Probabilities, random.Unit());

    public override ManifestNode ValueOf(double coordinate) => Values[(int)coordinate];

    /// <summary>The first index up to which the shares add up to more than a number below 1.</summary>
    public static int Choose(IReadOnlyList<double> shares, double unit)
    {
        var last = 0;
        for (var (index, rest) = (0, unit * shares.Sum()); index < shares.Count; rest -= shares[index++])
        {
            if (shares[index] <= 0)
                continue;
            last = index;
            if (rest < shares[index])
                break;
        }

        return last;
    }
}

/// <summary>From a coordinate to a value.</summary>
internal enum NumberScale
{
    /// <summary>They are the same.</summary>
    Linear,

    /// <summary>The coordinate is the natural logarithm of the value.</summary>
    Log,

    /// <summary>The coordinate is the natural logarithm of 1 / value.</summary>
    InverseLog,
}

/// <summary>A number from a range.</summary>
/// <param name="Keys">Of the option, from the trainer's options on.</param>
/// <param name="Place">Where it stands in the manifest.</param>
/// <param name="Scale">From coordinates to values.</param>
/// <param name="Low">The smallest coordinate.</param>
/// <param name="High">The largest one.</param>
internal sealed record NumberParameter(
    IReadOnlyList<string> Keys, ManifestNode Place, NumberScale Scale, double Low, double High)
    : SearchParameter(Keys, Place)
{
    private const int Digits = 6;
    private const int MostDraws = 1_000;
    private const int MostSteps = 1_000_000;

    /// <summary>What values are multiples of; null for any number.</summary>
    public double? Step { get; init; }

    /// <summary>The distribution on the scale of coordinates is normal, and cut at the ends; null where it is uniform.</summary>
    public (double Mean, double Deviation)? Normal { get; init; }

    public override bool IsOrdered => true;

    public override int? Count => Scale == NumberScale.Linear && Normal is null && Step is { } step
        && Whole(High, step) - Whole(Low, step) is < MostSteps and var steps ? (int)steps + 1 : null;

    public override IEnumerable<double> Ends => Normal is { } normal ? [Math.Clamp(normal.Mean, Low, High)] : [Low, High];

    private bool IsWhole => Step is { } step && double.IsInteger(step);

    public override double At(int index) => (Whole(Low, Step!.Value) + index) * Step.Value;

    public override double Draw(ref SeededRandom random) => Normal is { } normal
        ? DrawNormal(normal.Mean, normal.Deviation, ref random)
        : Low + ((High - Low) * random.Unit());

    /// <summary>A coordinate of a normal distribution that is cut at the ends.</summary>
    /// <param name="mean">Anywhere.</param>
    /// <param name="deviation">Above 0.</param>
    /// <param name="random">Where chance comes from.</param>
    public double DrawNormal(double mean, double deviation, ref SeededRandom random)
    {
        for (var attempt = 0; attempt < MostDraws; attempt++)
        {
            var drawn = mean + (deviation * random.Normal());
            if (drawn >= Low && drawn <= High)
                return drawn;
        }

        return Math.Clamp(mean, Low, High);
    }

    public override ManifestNode ValueOf(double coordinate) =>
        ManifestNode.Number(Number(coordinate), IsWhole, Place);

    /// <summary>The coordinate of the very value that a coordinate stands for.</summary>
    public double Settle(double coordinate) => Step is null ? coordinate : Math.Clamp(Coordinate(Number(coordinate)), Low, High);

    /// <summary>From where to where coordinates stand for one value; nothing where each stands for another.</summary>
    public (double From, double To)? Width(double coordinate)
    {
        if (Step is not { } step)
            return null;
        var value = Number(coordinate);
        var (first, second) = (Coordinate(value - (step / 2)), Coordinate(value + (step / 2)));
        return (Math.Clamp(Math.Min(first, second), Low, High), Math.Clamp(Math.Max(first, second), Low, High));
    }

    private double Number(double coordinate)
    {
        var value = Value(Math.Clamp(coordinate, Low, High));
        if (Step is { } step)
            return Multiple(Whole(value, step), step);
        var (first, second) = (Value(Low), Value(High));
        return Math.Clamp(Brief(value), Math.Min(first, second), Math.Max(first, second));
    }

    private double Value(double coordinate) => Scale switch
    {
        NumberScale.Linear => coordinate,
        NumberScale.Log => Math.Exp(coordinate),
        NumberScale.InverseLog => Math.Exp(-coordinate),
        _ => throw new UnreachableException(),
    };

    /// <summary>What is no value on a scale is below all that are.</summary>
    private double Coordinate(double value) => Scale switch
    {
        NumberScale.Linear => value,
        NumberScale.Log => value > 0 ? Math.Log(value) : double.NegativeInfinity,
        NumberScale.InverseLog => value > 0 ? -Math.Log(value) : double.PositiveInfinity,
        _ => throw new UnreachableException(),
    };

    private static double Whole(double value, double step) => Math.Round(value / step, MidpointRounding.AwayFromZero);

    /// <summary>Three steps of 0.1 are 0.3 and not 0.30000000000000004, wherever decimals hold them.</summary>
    private static double Multiple(double count, double step) =>
        Math.Abs(count) < 1e12 && step is > 1e-12 and < 1e12 && Math.Abs(count * step) < 1e15
            ? (double)((decimal)count * (decimal)step)
            : count * step;

    /// <summary>To six digits: more decide nothing, and a person may want to write it into a manifest.</summary>
    private static double Brief(double value) => double.IsFinite(value) && value != 0
        ? double.Parse(
            value.ToString($"G{Digits}", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture)
        : value;
}
