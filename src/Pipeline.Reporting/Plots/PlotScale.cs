using System.Globalization;

namespace Pipeline.Reporting.Plots;

/// <summary>Where numbers lie along an axis of a plot.</summary>
/// <param name="Low">The number at the axis's begin.</param>
/// <param name="High">The number at its end, above <paramref name="Low"/>.</param>
/// <param name="From">Where it begins, in units of the drawing.</param>
/// <param name="To">Where it ends; before <paramref name="From"/> for an axis that rises upwards.</param>
internal sealed record PlotScale(double Low, double High, double From, double To)
{
    /// <summary>Numbers beyond have no room in a drawing: the difference of two would be infinite.</summary>
    private const double Largest = 1e300;

    /// <summary>What lies outside is at the nearer end.</summary>
    public double At(double value) => From + (Math.Clamp((value - Low) / (High - Low), 0, 1) * (To - From));

    /// <summary>Over all numbers, widened to the ticks around them.</summary>
    /// <param name="values">Those that are shown; what is not finite is passed over.</param>
    /// <param name="ticks">About how many ticks there are.</param>
    /// <param name="from">Where the axis begins.</param>
    /// <param name="to">Where it ends.</param>
    public static PlotScale Around(IEnumerable<double> values, int ticks, double from, double to)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            (low, high) = (0, 1);
        (low, high) = (Math.Clamp(low, -Largest, Largest), Math.Clamp(high, -Largest, Largest));
        if (high - low <= Math.Abs(high) * 1e-9)
            (low, high) = (low - Room(low), high + Room(high));
        var step = Step(low, high, ticks);
        return new PlotScale(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, from, to);
    }

    /// <summary>Ticks at 1, 2 or 5 times a power of ten, about as many as asked for.</summary>
    public IReadOnlyList<double> Ticks(int about)
    {
        var step = Step(Low, High, about);
        var first = Math.Ceiling((Low / step) - 1e-6);
        var count = (int)(Math.Floor((High / step) + 1e-6) - first);
        return [.. Enumerable.Range(0, count + 1).Select(at => (first + at) * step)];
    }

    /// <summary>Numbers of one axis with the same digits behind the point; thousands as "k", millions as "M".</summary>
    public static IReadOnlyList<string> Words(IReadOnlyList<double> ticks)
    {
        if (ticks.Count == 0)
            return [];
        var largest = ticks.Max(Math.Abs);
        var step = ticks.Count > 1 ? ticks[1] - ticks[0] : largest;
        if (largest >= 1e9 || (largest > 0 && step < 1e-4))
            return [.. ticks.Select(tick => tick.ToString("0.##e0", CultureInfo.InvariantCulture))];
        var (unit, suffix) = largest >= 1e6 ? (1e6, "M") : largest >= 1e4 ? (1e3, "k") : (1.0, "");
        var digits = (int)Math.Clamp(Math.Ceiling(-Math.Log10(step / unit) - 1e-9), 0, 6);
        return [.. ticks.Select(tick => tick == 0
            ? "0"
            : (tick / unit).ToString($"F{digits}", CultureInfo.InvariantCulture).Replace('-', '−') + suffix)];
    }

    private static double Room(double value) => Math.Max(Math.Abs(value) * 0.1, value == 0 ? 1 : 1e-12);

    private static double Step(double low, double high, int ticks)
    {
        var rough = (high - low) / Math.Max(1, ticks);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch
        {
            <= 1.000001 => 1,
            <= 2.000001 => 2,
            <= 5.000001 => 5,
            _ => 10,
        });
    }
}
