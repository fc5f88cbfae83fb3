using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Monitoring;
using Pipeline.Reporting.Monitors;

namespace Pipeline.Delivery.Monitoring;

/// <summary>What a look at an environment leaves for people and for other programs, side by side.</summary>
internal static class MonitorFiles
{
    public const string Document = "monitor.json";

    public const string Page = "monitoring.html";

    /// <summary>For the textfile collector of Prometheus's node_exporter.</summary>
    public const string Metrics = "monitor.prom";

    /// <summary>Below a model's artifacts.</summary>
    public static string PathOf(string environment, string file) => Path.Combine("monitoring", environment, file);

    public static async Task WriteAsync(
        ArtifactLayout artifacts, MonitorDocument document, CancellationToken cancellationToken)
    {
        string Place(string file) => artifacts.PathOf(PathOf(document.Environment, file));
        await DocumentFile.WriteAsync(Place(Document), document, cancellationToken);
        await AtomicFile.WriteTextAsync(Place(Page), MonitorReport.Render(document), cancellationToken);
        await AtomicFile.WriteTextAsync(Place(Metrics), MonitorMetrics.Render(document), cancellationToken);
    }
}
