using System.Globalization;
using Docker.DotNet.Models;
using Pipeline.Deployment.Status;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker.Containers;

/// <summary>What an engine counts of a container.</summary>
internal static class ContainerUse
{
    private const double Nanoseconds = 1e9;

    /// <summary>Null where the container does not run.</summary>
    public static async Task<ServerUse?> ReadAsync(
        DockerConnection engine, string name, int revision, CancellationToken cancellationToken)
    {
        var container = await engine.FindAsync(x => x.Containers.InspectContainerAsync(name, cancellationToken));
        if (container is not { State.Running: true })
            return null;
        var told = new Told();
        var parameters = new ContainerStatsParameters { Stream = false };
        await engine.FindAsync(async x =>
        {
            await x.Containers.GetContainerStatsAsync(container.ID, parameters, told, cancellationToken);
            return told;
        });
        return told.Last is { } stats ? Of(container, stats, revision) : null;
    }

    /// <summary>
    /// Memory is what <c>docker stats</c> shows: without the file cache that the system gives back when others need it
    /// (<c>inactive_file</c> with cgroup v2, <c>total_inactive_file</c> with v1).
    /// </summary>
    internal static ServerUse Of(ContainerInspectResponse container, ContainerStatsResponse stats, int revision)
    {
        var usage = stats.MemoryStats?.Usage ?? 0;
        var counted = stats.MemoryStats?.Stats;
        var cached = counted is null ? 0
            : counted.TryGetValue("total_inactive_file", out var old) ? old
            : counted.TryGetValue("inactive_file", out var now) ? now : 0;
        var used = stats.CPUStats?.CPUUsage?.TotalUsage;
        return new ServerUse(
            revision,
            string.Create(CultureInfo.InvariantCulture, $"revision-{revision}"),
            new DateTimeOffset(DateTime.SpecifyKind(stats.Read, DateTimeKind.Utc)))
        {
            StartedAt = DateTimeOffset.TryParse(
                container.State.StartedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started)
                ? started
                : null,
            CpuSeconds = used is > 0 ? used.Value / Nanoseconds : null,
            MemoryBytes = usage == 0 ? null : (long)(usage > cached ? usage - cached : usage),
            Processors = container.HostConfig is { NanoCPUs: > 0 } held ? held.NanoCPUs / Nanoseconds : null,
        };
    }

    /// <summary>In the order in which the engine tells; <see cref="Progress{T}"/> would tell later, and elsewhere.</summary>
    private sealed class Told : IProgress<ContainerStatsResponse>
    {
        public ContainerStatsResponse? Last { get; private set; }

        public void Report(ContainerStatsResponse value) => Last = value;
    }
}
