using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Benchmarks.Gateway;

/// <summary>What processes used of a Linux machine, from /proc: to the nanosecond, where the usual counters have 10 ms.</summary>
internal static class MachineUse
{
    private const double TicksPerSecond = 100;

    /// <summary>Processor time of processes with all their threads, also those that ended.</summary>
    public static TimeSpan CpuOf(IEnumerable<int> processes) => processes.Aggregate(TimeSpan.Zero, (sum, x) => sum + CpuOf(x));

    private static TimeSpan CpuOf(int process)
    {
        // As clock_getcpuclockid(3) makes it: the clock of a process is its id's complement, and 2 for what was scheduled.
        return ReadClock((~process << 3) | 2, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1e3)
            : TimeSpan.Zero;
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long MemoryOf(int process)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"))
            .Single(x => x.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    /// <summary>Processor time of everything that ran since the machine started, and what its host took from it.</summary>
    public static TimeSpan CpuOfAll()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray();
        // user, nice, system, then idle and iowait, irq, softirq, steal
        return TimeSpan.FromSeconds((fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / TicksPerSecond);
    }

    public static double LoadAverage() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
