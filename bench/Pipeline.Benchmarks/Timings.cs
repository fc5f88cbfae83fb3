using System.Globalization;

namespace Pipeline.Benchmarks;

/// <summary>Repeated timings of one thing, shown as the smallest, the median and the largest.</summary>
internal sealed class Timings(string name)
{
    private readonly List<TimeSpan> _all = [];

    public static string Header { get; } = $"{"",-32}{"min",12}{"median",12}{"max",12}";

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public TimeSpan Median
    {
        get
        {
            var sorted = _all.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    public void Add(TimeSpan time) => _all.Add(time);

    public override string ToString() => $"{name,-32}{Shown(_all.Min())}{Shown(Median)}{Shown(_all.Max())}";

    private static string Shown(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms").PadLeft(12);
}
