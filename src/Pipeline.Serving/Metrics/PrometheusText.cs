using System.Globalization;
using System.Text;
using Pipeline.Core.Predictions;

namespace Pipeline.Serving.Metrics;

/// <summary>Metrics in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(ServingMetrics metrics, ServedModel model)
    {
        var text = new StringBuilder();
        Head(text, "pipeline_requests_total", "counter", "Requests by route and status.");
        foreach (var (route, status, count) in metrics.Requests())
            Line(text, $"pipeline_requests_total{{route=\"{route.ToString().ToLowerInvariant()}\",status=\"{status}\"}}", count);
        Histogram(text, "pipeline_request_duration_seconds", "How long requests to predict took.", metrics.Latency);
        Histogram(text, "pipeline_prediction", "Answers: the probability, or the first one.", metrics.Predictions);
        Head(text, "pipeline_requests_in_progress", "gauge", "Requests to predict that are being answered.");
        Line(text, "pipeline_requests_in_progress", metrics.InProgress);
        Head(text, "pipeline_prediction_log_dropped_total", "counter", "Entries that the prediction log has lost.");
        Line(text, "pipeline_prediction_log_dropped_total", metrics.Log?.Dropped ?? 0);
        Head(text, "pipeline_model_info", "gauge", "The model that answers.");
        Line(text, $"pipeline_model_info{{{Labels(model)}}}", 1);
        return text.ToString();
    }

    private static string Labels(ServedModel model) => string.Join(',',
        $"name=\"{model.Name}\"",
        $"version=\"{model.Version}\"",
        $"digest=\"{model.Digest}\"",
        $"environment=\"{Escape(model.Environment)}\"",
        string.Create(CultureInfo.InvariantCulture, $"revision=\"{model.Revision}\""));

    private static void Histogram(StringBuilder text, string name, string help, Histogram histogram)
    {
        Head(text, name, "histogram", help);
        var (counts, below) = (histogram.Counts(), 0L);
        for (var i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            var bound = i < histogram.Bounds.Count ? Number(histogram.Bounds[i]) : "+Inf";
            Line(text, $"{name}_bucket{{le=\"{bound}\"}}", below);
        }

        Line(text, $"{name}_sum", histogram.Sum);
        Line(text, $"{name}_count", below);
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string name, double value) =>
        text.Append(name).Append(' ').Append(Number(value)).Append('\n');

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);
}
