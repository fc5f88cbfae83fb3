using System.Globalization;
using Pipeline.Deployment;
using Pipeline.Deployment.Status;
using Pipeline.Environments;
using Pipeline.Monitoring.Costs;

namespace Pipeline.Delivery.Monitoring;

/// <summary>
/// Sensors of the servers of an environment: processes of this machine are read from the system, others as their engine counts
/// them. Requests are what servers count themselves. Servers that nobody counts have no sensor, and none is made up for them.
/// </summary>
internal static class ServerSensors
{
    /// <exception cref="Pipeline.Deployment.Rollouts.EngineFailedException">The engine does not answer.</exception>
    public static async Task<IReadOnlyList<IServerSensor>> FindAsync(
        ModelEnvironment environment, EnvironmentDocument document, TimeProvider clock, CancellationToken cancellationToken)
    {
        var counted = await environment.ReadUseAsync(document, cancellationToken);
        return [.. Processes(document, clock), .. counted.Select(x => new CountedServer(environment, document, x))];
    }

    private static IEnumerable<IServerSensor> Processes(EnvironmentDocument document, TimeProvider clock) =>
        from revision in document.Revisions
        let process = revision.Process
        where process is not null && process.IsRunning
        let name = string.Create(CultureInfo.InvariantCulture, $"revision-{revision.Number}")
        let metrics = revision.Address is null ? null : new Uri($"http://{revision.Address}/metrics")
        select new ProcessSensor(name, process!.Id, metrics, clock);

    /// <summary>One that its engine has counted just now.</summary>
    private sealed class CountedServer(ModelEnvironment environment, EnvironmentDocument document, ServerUse use) : IServerSensor
    {
        public async Task<ServerReading?> ReadAsync(CancellationToken cancellationToken)
        {
            var reading = new ServerReading(use.Server, use.At)
            {
                StartedAt = use.StartedAt,
                CpuSeconds = use.CpuSeconds,
                MemoryBytes = use.MemoryBytes,
                Processors = use.Processors,
            };
            return document.Find(use.Revision) is { } revision
                ? ServerMetrics.Read(await environment.ReadMetricsAsync(revision, cancellationToken), reading)
                : reading;
        }
    }
}
