using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Costs;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

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

    /// <summary>By column, how far it was from the reference in each of the windows; null where nothing was compared.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<DriftPoint?>> DriftOverTime { get; init; } =
        new Dictionary<string, IReadOnlyList<DriftPoint?>>();

    /// <summary>Those that are pending or firing.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>Null where nobody looked at a server.</summary>
    public MonitoredServers? Servers { get; init; }

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

    /// <summary>How many requests servers refused.</summary>
    public long RefusedRequests { get; init; }

    /// <summary>Revisions that answered.</summary>
    public IReadOnlyList<int> Revisions { get; init; } = [];

    /// <summary>Latency, shares, performance as it is known and as it is estimated, fairness.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>
    /// Those of a window that its document shows: of what groups differ by the differences, and whatever a rule asks for.
    /// </summary>
    /// <param name="measured">All of the window.</param>
    /// <param name="rules">On it.</param>
    public static IReadOnlyList<Measurement> Shown(IReadOnlyList<Measurement> measured, IReadOnlyList<RuleResult> rules)
    {
        ArgumentNullException.ThrowIfNull(measured);
        var ruled = rules.Select(x => x.Result.Measurement.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. measured.Where(x => x.Column is null || x.Slice is not null || ruled.Contains(x.Name)
                || x.Name.EndsWith("_difference", StringComparison.Ordinal)),
        ];
    }

    /// <summary>Faulty values by input; those that have none are left out.</summary>
    public IReadOnlyList<FaultShares> Faults { get; init; } = [];

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

/// <summary>How far a column was from the reference in one window.</summary>
/// <param name="Value">The distance, or the statistic of a test.</param>
/// <param name="Judged">What of it is held against the limit, as <see cref="ColumnDrift.Judged"/> has it.</param>
/// <param name="Outcome">Whether that is drift.</param>
public sealed record DriftPoint(double Value, double Judged, Outcome Outcome)
{
    /// <summary>Null where nothing was compared.</summary>
    public static DriftPoint? Of(ColumnDrift? drift) => drift is { Value: { } value, Judged: { } judged }
        ? new DriftPoint(value, judged, drift.Verdict.Outcome)
        : null;
}

/// <summary>The shares of an input's values that were faulty in one window, from 0 to 1.</summary>
/// <param name="Column">The input.</param>
/// <param name="Missing">Of all rows and of requests that were refused for it.</param>
/// <param name="Unseen">Values of a category that training has not seen.</param>
/// <param name="OutOfRange">What the manifest does not accept of the column.</param>
/// <param name="TypeFaults">Values for which the server refused the request.</param>
public sealed record FaultShares(string Column, double Missing, double Unseen, double OutOfRange, double TypeFaults)
{
    private const int Most = 500;

    /// <summary>Of a window, in the order of its inputs: at most 500 of those that have any.</summary>
    public static IReadOnlyList<FaultShares> Of(WindowDocument window)
    {
        ArgumentNullException.ThrowIfNull(window);
        var profiles = window.InputProfiles.ToDictionary(x => x.Name, StringComparer.Ordinal);
        var faults = window.Faults.ToDictionary(x => x.Column, StringComparer.Ordinal);
        return
        [
            .. profiles.Keys.Union(faults.Keys)
                .Select(x => Of(x, profiles.GetValueOrDefault(x), faults.GetValueOrDefault(x) ?? new ColumnFaults(x, 0, 0, 0, 0)))
                .Where(x => x.Missing + x.Unseen + x.OutOfRange + x.TypeFaults > 0)
                .Take(Most),
        ];
    }

    private static FaultShares Of(string column, ColumnProfile? profile, ColumnFaults faults)
    {
        var (count, missing) = (profile?.Count ?? 0, profile?.Missing ?? 0);
        return new FaultShares(
            column,
            Share(missing + faults.Absent, count + missing + faults.Absent),
            Share(faults.Unseen, count),
            Share(faults.OutOfRange, count),
            Share(faults.TypeFaults, count + missing + faults.TypeFaults));
    }

    private static double Share(long part, long whole) => part == 0 ? 0 : part / (double)Math.Max(part, whole);
}
