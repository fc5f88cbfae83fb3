using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Benchmarks;

/// <summary>The times of many short calls, shown as their median and their 99th percentile.</summary>
internal sealed class Latencies(string name, int count)
{
    private readonly long[] _ticks = new long[count];

    public static string Header { get; } = $"{"",-32}{"p50",12}{"p99",12}{"max",12}";

    /// <summary>Calls as often as there is room, one call after the other.</summary>
    public async Task MeasureAsync(Func<ValueTask> call)
    {
        for (var i = 0; i < _ticks.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await call();
            _ticks[i] = Stopwatch.GetTimestamp() - began;
        }
    }

    public override string ToString()
    {
        var sorted = _ticks.Order().ToArray();
        return $"{name,-32}{Shown(sorted[sorted.Length / 2])}{Shown(sorted[sorted.Length * 99 / 100])}{Shown(sorted[^1])}";
    }

    private static string Shown(long ticks) =>
        string.Create(CultureInfo.InvariantCulture, $"{ticks * 1e6 / Stopwatch.Frequency:0.0} µs").PadLeft(12);
}
