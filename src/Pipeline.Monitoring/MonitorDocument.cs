using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Drift;

namespace Pipeline.Monitoring;

/// <summary>What monitoring knows of a model in an environment: what the console, the page and other programs show.</summary>
[DocumentSchema("monitor", 1)]
public sealed record MonitorDocument : Document
{
    public required ModelName Model { get; init; }

    /// <summary>Of the model that answers now; null where it was never registered.</summary>
    public ModelVersion? Version { get; init; }

    public required string Environment { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>"1d" or "5000 rows".</summary>
    public required string Length { get; init; }

    /// <summary>Of the model that answers now, oldest first; the last hundred.</summary>
    public required IReadOnlyList<MonitoredWindow> Windows { get; init; }

    /// <summary>On the last window.</summary>
    public IReadOnlyList<MonitoredRule> Rules { get; init; } = [];

    /// <summary>Of the last window that has rows; null where nothing is known to compare with.</summary>
    public DriftReport? Drift { get; init; }

    /// <summary>By column, its distance from the reference in each of the windows; null where there was none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double?>> DriftOverTime { get; init; } =
        new Dictionary<string, IReadOnlyList<double?>>();

    /// <summary>Those that are pending or firing.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>What came true of predictions that nobody knows, so far.</summary>
    public long UnknownOutcomes { get; init; }

    /// <summary>What came too late, so far.</summary>
    public long LateOutcomes { get; init; }

    /// <summary>What whoever reads this should know, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The figures of one window.</summary>
public sealed record MonitoredWindow
{
    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How many there were.</summary>
    public required double Predictions { get; init; }

    /// <summary>Of how many of the logged ones it is known what came true.</summary>
    public required long Outcomes { get; init; }

    /// <summary>Revisions that answered.</summary>
    public IReadOnlyList<int> Revisions { get; init; } = [];

    /// <summary>Latency, shares, performance as it is known and as it is estimated, fairness.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>The worst verdict on it.</summary>
    public required Outcome Worst { get; init; }
}

/// <summary>A rule's verdict on the last window.</summary>
/// <param name="Rule">By its name.</param>
/// <param name="Result">What was measured, and what follows.</param>
public sealed record MonitoredRule(string Rule, CheckResult Result)
{
    /// <summary>In the windows, oldest first; null where it was not measured.</summary>
    public IReadOnlyList<double?> Series { get; init; } = [];
}
