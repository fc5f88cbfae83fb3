using Pipeline.Core.Checks;
using Pipeline.Data.Profiling;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring.Rules;

/// <summary>The single numbers of a window, by name.</summary>
public static class WindowFigures
{
    /// <summary>How many predictions there were.</summary>
    public const string Predictions = "predictions";

    /// <summary>Of all requests the share that a server refused.</summary>
    public const string RefusedShare = "refused_share";

    /// <summary>Of logged predictions the share of which it is known what came true.</summary>
    public const string OutcomesShare = "outcomes_share";

    /// <summary>Of the columns that were compared the share that drifts, as Evidently has it.</summary>
    public const string DriftShare = "drift_share";

    private static readonly (string Name, double Share)[] Latencies =
        [("latency_p50", 0.5), ("latency_p95", 0.95), ("latency_p99", 0.99)];

    /// <summary>Those that every window has, whatever the model.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [Predictions, RefusedShare, OutcomesShare, DriftShare, .. Latencies.Select(x => x.Name)];

    /// <param name="window">Any.</param>
    /// <param name="drift">Of all its columns; null where nothing is known to compare with.</param>
    public static IReadOnlyList<Measurement> Of(WindowDocument window, DriftReport? drift)
    {
        var requests = window.Predictions + window.RefusedRequests;
        return
        [
            new() { Name = Predictions, Value = window.Predictions, Samples = window.Rows },
            Share(RefusedShare, window.RefusedRequests, requests, "there were no requests"),
            Share(OutcomesShare, window.Outcomes.Matched, window.Rows, "there were no predictions"),
            drift is null
                ? new() { Name = DriftShare, Value = new MeasuredValue.NotMeasured("nothing is known to compare with") }
                : new()
                {
                    Name = DriftShare,
                    Value = drift.Compared == 0 ? new MeasuredValue.NotApplicable("no column could be compared") : drift.Share,
                    Samples = window.Rows,
                },
            .. Latencies.Select(x => new Measurement
            {
                Name = x.Name,
                Unit = "ms",
                Samples = window.Rows,
                Value = ProfileFigures.Quantile(window.Latency, x.Share) is { } latency
                    ? latency
                    : new MeasuredValue.NotApplicable("there were no predictions"),
            }),
            .. window.Measurements,
        ];
    }

    private static Measurement Share(string name, double part, double whole, string without) => new()
    {
        Name = name,
        Value = whole > 0 ? part / whole : new MeasuredValue.NotApplicable(without),
        Samples = (long)Math.Round(whole),
    };
}
