using System.Collections.ObjectModel;
using Pipeline.Core.Documents;

namespace Pipeline.Monitoring.Costs;

/// <summary>
/// What the servers of an environment have used, day by day, and of late in slots as long as windows. It grows with readings,
/// each against the one before.
/// </summary>
[DocumentSchema("server-usage", 1)]
public sealed record UsageBook : Document
{
    /// <summary>Days that are kept.</summary>
    public const int MostDays = 400;

    /// <summary>Slots that are kept.</summary>
    public const int MostSlots = 400;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static UsageBook Empty { get; } = new();

    /// <summary>The last reading of each server that ran at the last look.</summary>
    public IReadOnlyDictionary<string, ServerReading> Last { get; init; } = ReadOnlyDictionary<string, ServerReading>.Empty;

    /// <summary>In the order of days.</summary>
    public IReadOnlyList<UsageDay> Days { get; init; } = [];

    /// <summary>In the order of their begins, the last of them; none of days.</summary>
    public IReadOnlyList<UsageSlot> Slots { get; init; } = [];

    /// <summary>
    /// The book after one more look at all servers. Between two looks everything is taken to have gone on evenly, which matters
    /// only around midnight and the ends of slots. A server that started in between counts from its start; one that is gone
    /// since, until the last look that saw it.
    /// </summary>
    /// <param name="readings">Of all servers that run.</param>
    /// <param name="slot">
    /// How long slots are, of less than a day; null for none. They begin at its multiples, as windows do.
    /// </param>
    public UsageBook Take(IReadOnlyList<ServerReading> readings, TimeSpan? slot = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var days = Days.ToDictionary(x => x.Day);
        var slots = Slots.ToDictionary(x => (x.From, x.To));
        foreach (var reading in readings)
        {
            if (Usage.Between(Last.GetValueOrDefault(reading.Server), reading) is not { } usage)
                continue;
            foreach (var (begin, share) in Shares(usage, Day))
            {
                var day = DateOnly.FromDateTime(begin.UtcDateTime);
                days[day] = (days.GetValueOrDefault(day) ?? new UsageDay(day, Usage.None)).Plus(usage.Times(share));
            }

            foreach (var (begin, share) in slot is { } length && length < Day ? Shares(usage, length).TakeLast(MostSlots) : [])
            {
                var key = (begin, begin + slot!.Value);
                var known = slots.GetValueOrDefault(key) ?? new UsageSlot(begin, key.Item2, Usage.None);
                slots[key] = known.Plus(usage.Times(share));
            }
        }

        var last = new SortedDictionary<string, ServerReading>(StringComparer.Ordinal);
        foreach (var reading in readings)
            last[reading.Server] = Last.GetValueOrDefault(reading.Server) is { } later && later.At > reading.At ? later : reading;
        return this with
        {
            Last = last,
            Days = [.. days.Values.OrderBy(x => x.Day).TakeLast(MostDays)],
            Slots = [.. slots.Values.OrderBy(x => x.From).ThenBy(x => x.To).TakeLast(MostSlots)],
        };
    }

    /// <summary>
    /// What is known of some time: of its days where it is a day or longer, else of its slots, each by the share of it that lies
    /// in the time. Null where nobody looked.
    /// </summary>
    /// <param name="from">Of the time.</param>
    /// <param name="to">Exclusive.</param>
    public Usage? Find(DateTimeOffset from, DateTimeOffset to)
    {
        var parts = to - from >= Day
            ? Days.Select(x => new DateTimeOffset(x.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero))
                .Zip(Days, (begin, x) => new UsageSlot(begin, begin + Day, x.Usage))
            : Slots;
        var found = parts.Where(x => x.From < to && x.To > from).ToList();
        return found.Count == 0 ? null : found.Aggregate(Usage.None, (sum, x) => sum.Plus(
            x.Usage.Times(((x.To < to ? x.To : to) - (x.From > from ? x.From : from)) / (x.To - x.From))));
    }

    /// <summary>The sum of some days; nothing where there are none.</summary>
    public Usage Sum(DateOnly from, DateOnly to) =>
        Days.Where(x => x.Day >= from && x.Day <= to).Aggregate(Usage.None, (sum, x) => sum.Plus(x.Usage));

    /// <summary>Which share of a time falls on which span, by its begin.</summary>
    private static IEnumerable<(DateTimeOffset Begin, double Share)> Shares(Usage usage, TimeSpan length)
    {
        var (begin, end) = (usage.End - TimeSpan.FromSeconds(usage.Seconds), usage.End);
        for (var at = begin; at < end;)
        {
            var span = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % length.Ticks), TimeSpan.Zero);
            var next = span + length < end ? span + length : end;
            yield return (span, (next - at).TotalSeconds / usage.Seconds);
            at = next;
        }
    }
}

/// <summary>What servers used in a time that is shorter than a day.</summary>
/// <param name="From">In UTC.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Usage">Of all servers.</param>
public sealed record UsageSlot(DateTimeOffset From, DateTimeOffset To, Usage Usage)
{
    internal UsageSlot Plus(Usage usage) => this with { Usage = Usage.Plus(usage) };
}

/// <param name="Day">In UTC.</param>
/// <param name="Usage">Of all servers.</param>
public sealed record UsageDay(DateOnly Day, Usage Usage)
{
    internal UsageDay Plus(Usage usage) => this with { Usage = Usage.Plus(usage) };
}

/// <summary>What servers used and did in some time.</summary>
public sealed record Usage
{
    public static Usage None { get; } = new();

    /// <summary>When it ended; the last end of those that were added up.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>How long servers ran, added up over all of them.</summary>
    public double Seconds { get; init; }

    /// <summary>Of which somebody counted what they used.</summary>
    public double MeasuredSeconds { get; init; }

    /// <summary>Seconds of one processor.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Processors that they were allowed, times seconds; 0 where nothing held them to any.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Bytes in memory, times seconds.</summary>
    public double MemoryByteSeconds { get; init; }

    /// <summary>Requests to predict.</summary>
    public double Requests { get; init; }

    public double Failed { get; init; }

    /// <summary>How many requests took at most so many seconds, each with those before it.</summary>
    public IReadOnlyList<LatencyBucket> Latencies { get; init; } = [];

    /// <summary>Processors that were busy on average, of one server; null where nobody counted.</summary>
    public double? BusyProcessors => MeasuredSeconds > 0 ? CpuSeconds / MeasuredSeconds : null;

    /// <summary>In memory on average, of one server; null where nobody counted.</summary>
    public double? MeanMemoryBytes => MeasuredSeconds > 0 ? MemoryByteSeconds / MeasuredSeconds : null;

    /// <summary>
    /// Null where nothing is to count: there is no time between, or the clock went back. A counter that fell began anew.
    /// </summary>
    /// <param name="before">The reading before of the same server; null where there was none.</param>
    /// <param name="after">The reading.</param>
    public static Usage? Between(ServerReading? before, ServerReading after)
    {
        ArgumentNullException.ThrowIfNull(after);
        var isSame = before is not null && (before.StartedAt is null || after.StartedAt is null
            || (before.StartedAt.Value - after.StartedAt.Value).Duration() < TimeSpan.FromSeconds(2));
        var from = isSame ? before!.At : after.StartedAt;
        if (from is not { } begin || after.At <= begin)
            return null;
        var (old, seconds) = (isSame ? before : null, (after.At - begin).TotalSeconds);
        return new Usage
        {
            End = after.At,
            Seconds = seconds,
            MeasuredSeconds = after.CpuSeconds is null ? 0 : seconds,
            CpuSeconds = Grown(old?.CpuSeconds, after.CpuSeconds),
            ProcessorSeconds = (after.Processors ?? 0) * seconds,
            MemoryByteSeconds = ((old?.MemoryBytes ?? after.MemoryBytes ?? 0) + (after.MemoryBytes ?? 0)) / 2.0 * seconds,
            Requests = Grown(old?.Requests, after.Requests),
            Failed = Grown(old?.Failed, after.Failed),
            Latencies = Grown(old?.Latencies ?? [], after.Latencies),
        };
    }

    public Usage Plus(Usage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Usage
        {
            End = End > other.End ? End : other.End,
            Seconds = Seconds + other.Seconds,
            MeasuredSeconds = MeasuredSeconds + other.MeasuredSeconds,
            CpuSeconds = CpuSeconds + other.CpuSeconds,
            ProcessorSeconds = ProcessorSeconds + other.ProcessorSeconds,
            MemoryByteSeconds = MemoryByteSeconds + other.MemoryByteSeconds,
            Requests = Requests + other.Requests,
            Failed = Failed + other.Failed,
            Latencies = Merged(Latencies, other.Latencies),
        };
    }

    internal Usage Times(double share) => this with
    {
        Seconds = Seconds * share,
        MeasuredSeconds = MeasuredSeconds * share,
        CpuSeconds = CpuSeconds * share,
        ProcessorSeconds = ProcessorSeconds * share,
        MemoryByteSeconds = MemoryByteSeconds * share,
        Requests = Requests * share,
        Failed = Failed * share,
        Latencies = [.. Latencies.Select(x => x with { Count = x.Count * share })],
    };

    /// <summary>
    /// So much of the requests took no longer, in seconds; straight between the ends of a bucket, as Prometheus's
    /// histogram_quantile. Beyond the last end it is that end. Null without requests.
    /// </summary>
    /// <param name="quantile">From 0 to 1.</param>
    public double? Latency(double quantile)
    {
        if (Latencies is not [.., { Count: > 0 and var total }])
            return null;
        var (rank, low, counted) = (quantile * total, 0.0, 0.0);
        foreach (var bucket in Latencies)
        {
            var high = bucket.UpTo ?? low;
            if (bucket.Count >= rank && bucket.Count > counted)
                return low + ((high - low) * (rank - counted) / (bucket.Count - counted));
            (low, counted) = (high, bucket.Count);
        }

        return low;
    }

    private static double Grown(double? before, double? after) =>
        after is not { } now ? 0 : before is { } then && then <= now ? now - then : now;

    private static List<LatencyBucket> Grown(IReadOnlyList<LatencyBucket> before, IReadOnlyList<LatencyBucket> after)
    {
        var isSame = before.Count == after.Count && before.Zip(after).All(x => Nullable.Equals(x.First.UpTo, x.Second.UpTo)
            && x.First.Count <= x.Second.Count);
        return [.. after.Select((x, i) => isSame ? x with { Count = x.Count - before[i].Count } : x)];
    }

    /// <summary>Buckets with other ends cannot be added: those of the later one are kept.</summary>
    private static IReadOnlyList<LatencyBucket> Merged(IReadOnlyList<LatencyBucket> a, IReadOnlyList<LatencyBucket> b) =>
        b.Count == 0 ? a
        : a.Count == b.Count && a.Zip(b).All(x => Nullable.Equals(x.First.UpTo, x.Second.UpTo))
            ? [.. a.Zip(b, (x, y) => x with { Count = x.Count + y.Count })]
            : b;
}
