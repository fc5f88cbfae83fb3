using System.Globalization;
using System.Text.Json.Serialization;

namespace Pipeline.Monitoring.Costs;

/// <summary>What one server has used and done since it started, at one moment.</summary>
/// <param name="Server">Which one, by a name that stays: "revision-3".</param>
/// <param name="At">When it was read.</param>
public sealed record ServerReading(string Server, DateTimeOffset At)
{
    /// <summary>When it started: counters of another start are others. Null where that is not known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Seconds of one processor; null where nobody counts them.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>In memory now; null where nobody counts it.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>How many processors it may use; null where nothing holds it to any.</summary>
    public double? Processors { get; init; }

    /// <summary>Requests to predict that were answered, probes left out; null where it tells nobody.</summary>
    public double? Requests { get; init; }

    /// <summary>Those of them that were answered with 500 or more.</summary>
    public double? Failed { get; init; }

    /// <summary>How many requests took at most so many seconds, each with those before it; empty where it tells nobody.</summary>
    public IReadOnlyList<LatencyBucket> Latencies { get; init; } = [];
}

/// <param name="UpTo">In seconds; null in the last one, which has no end.</param>
/// <param name="Count">Of all that took no longer.</param>
public sealed record LatencyBucket(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? UpTo, double Count);

/// <summary>Reads a server, wherever it runs: an engine has one for each of its servers.</summary>
public interface IServerSensor
{
    /// <summary>What can be read now; what cannot is null in it. Null where the server is gone.</summary>
    Task<ServerReading?> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A process of this machine, and the metrics that it has at its own address.</summary>
/// <param name="server">By a name that stays.</param>
/// <param name="process">Its id.</param>
/// <param name="metrics">Its <c>/metrics</c>, on this machine; null where it has none.</param>
/// <param name="clock">Says when.</param>
public sealed class ProcessSensor(string server, int process, Uri? metrics, TimeProvider clock) : IServerSensor
{
    private const int MostBytes = 4 << 20;

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = MostBytes,
    };

    public async Task<ServerReading?> ReadAsync(CancellationToken cancellationToken)
    {
        if (ProcessFiles.TryRead($"/proc/{process.ToString(CultureInfo.InvariantCulture)}") is not { } used)
            return null;
        var reading = new ServerReading(server, clock.GetUtcNow())
        {
            StartedAt = used.StartedAt,
            CpuSeconds = used.CpuSeconds,
            MemoryBytes = used.MemoryBytes,
        };
        return metrics is null ? reading : ServerMetrics.Read(await AskAsync(metrics, cancellationToken), reading);
    }

    /// <summary>Empty where there is no answer: what the process used is known all the same.</summary>
    private static async Task<string> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.GetStringAsync(address, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return "";
        }
    }
}

/// <summary>What Linux tells of a process in <c>/proc</c>.</summary>
/// <param name="CpuSeconds">User and system time of all of its threads.</param>
/// <param name="MemoryBytes">Resident, with pages that it shares in full.</param>
/// <param name="StartedAt">By the machine's clock.</param>
internal sealed record ProcessFiles(double CpuSeconds, long MemoryBytes, DateTimeOffset StartedAt)
{
    /// <summary>Of a second: what every Linux tells user space, whatever the kernel's own ticks are.</summary>
    private const double Ticks = 100;

    private const int PageBytes = 4096;
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int StartTime = 19;
    private const int ResidentPages = 21;

    /// <summary>Null where the process is gone, or the system has no such files.</summary>
    /// <param name="folder">As "/proc/123".</param>
    public static ProcessFiles? TryRead(string folder)
    {
        try
        {
            var boot = File.ReadLines("/proc/stat").FirstOrDefault(x => x.StartsWith("btime ", StringComparison.Ordinal));
            return boot is null ? null : Parse(File.ReadAllText(Path.Combine(folder, "stat")), boot);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="stat">As proc(5) has it; the name in it may hold anything, and ends with the last bracket.</param>
    /// <param name="boot">"btime 1764230000".</param>
    internal static ProcessFiles? Parse(string stat, string boot)
    {
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isBoot = long.TryParse(boot.AsSpan("btime ".Length), CultureInfo.InvariantCulture, out var began);
        if (!isBoot || fields.Length <= ResidentPages)
            return null;
        return new ProcessFiles(
            (Number(UserTime) + Number(SystemTime)) / Ticks,
            (long)Number(ResidentPages) * PageBytes,
            DateTimeOffset.FromUnixTimeSeconds(began).AddSeconds(Number(StartTime) / Ticks));

        double Number(int place) =>
            double.TryParse(fields[place], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
