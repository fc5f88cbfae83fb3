using System.Globalization;
using Docker.DotNet.Models;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker.Containers;

/// <summary>How a container ended.</summary>
/// <param name="ExitCode">Of its program; 137 is SIGKILL.</param>
/// <param name="IsOutOfMemory">The system ended it at its memory limit.</param>
internal sealed record ContainerEndEvent(int ExitCode, bool IsOutOfMemory);

/// <summary>What an engine remembers of a container; it keeps a few hundred events of all that runs on it.</summary>
internal static class ContainerEvents
{
    private const string Died = "die";
    private const string OutOfMemory = "oom";

    /// <summary>How it ended last; null where the engine does not remember.</summary>
    public static async Task<ContainerEndEvent?> FindEndAsync(
        DockerConnection engine, string container, CancellationToken cancellationToken)
    {
        var events = new List<Message>();
        var parameters = new ContainerEventsParameters
        {
            Since = "0",
            // So that the engine tells what was, and does not wait for what comes.
            Until = await NowAsync(engine, cancellationToken),
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["container"] = new Dictionary<string, bool> { [container] = true },
                ["event"] = new Dictionary<string, bool> { [Died] = true, [OutOfMemory] = true },
            },
        };
        await engine.AskAsync(x => x.System.MonitorEventsAsync(parameters, new Collected(events), cancellationToken));
        var end = events.FindLastIndex(x => x.Action == Died);
        if (end < 0 || !events[end].Actor.Attributes.TryGetValue("exitCode", out var code)
            || !int.TryParse(code, CultureInfo.InvariantCulture, out var exitCode))
            return null;
        var before = end == 0 ? -1 : events.FindLastIndex(end - 1, x => x.Action == Died);
        // The system tells of the memory and of the end independently; the engine hears of them in any order.
        return new ContainerEndEvent(exitCode, events.Skip(before + 1).Any(x => x.Action == OutOfMemory));
    }

    /// <summary>By the engine's clock, in seconds since 1970.</summary>
    private static async Task<string> NowAsync(DockerConnection engine, CancellationToken cancellationToken)
    {
        var told = (await engine.AskAsync(x => x.System.GetSystemInfoAsync(cancellationToken))).SystemTime;
        var now = DateTimeOffset.Parse(told, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch;
        var (seconds, ticks) = Math.DivRem(now.Ticks, TimeSpan.TicksPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}.{ticks:0000000}00");
    }

    private sealed class Collected(List<Message> events) : IProgress<Message>
    {
        public void Report(Message value) => events.Add(value);
    }
}
