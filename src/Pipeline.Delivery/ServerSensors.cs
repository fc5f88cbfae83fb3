using System.Globalization;
using Pipeline.Environments;
using Pipeline.Monitoring.Costs;

namespace Pipeline.Delivery;

/// <summary>
/// Sensors of the servers that an environment runs as processes of this machine. Servers of other engines have no process here,
/// and none is made up for them.
/// </summary>
internal static class ServerSensors
{
    public static IReadOnlyList<IServerSensor> Of(EnvironmentDocument document, TimeProvider clock) =>
    [
        .. from revision in document.Revisions
           let process = revision.Process
           where process is not null && process.IsRunning
           let name = string.Create(CultureInfo.InvariantCulture, $"revision-{revision.Number}")
           let metrics = revision.Address is null ? null : new Uri($"http://{revision.Address}/metrics")
           select new ProcessSensor(name, process!.Id, metrics, clock),
    ];
}
