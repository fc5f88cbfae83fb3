using Pipeline.Core.Checks;

namespace Pipeline.Monitoring.Alerts;

/// <summary>One thing that is wrong in an environment, from the first bad verdict to its recovery.</summary>
public sealed record Alert
{
    public required AlertSubject Subject { get; init; }

    /// <summary>Of the subject; an alert that comes back after its recovery has it again.</summary>
    public AlertFingerprint Fingerprint => Subject.Fingerprint;

    /// <summary>Counts the alerts of an environment from 1: with the fingerprint, this very one.</summary>
    public required long Number { get; init; }

    public required AlertState State { get; init; }

    /// <summary>Of the check that found it.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Whether quiet times do not hold it back.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>What is wrong now: one sentence, with what was measured and what is required.</summary>
    public required string What { get; init; }

    /// <summary>The end of the first window whose verdict was bad.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The end of the window with which it had lasted long enough to be told; null before that.</summary>
    public DateTimeOffset? FiringSince { get; init; }

    /// <summary>The end of the last window whose verdict was bad.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The end of the window with which it was over; null before that.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Why it is over; null before that.</summary>
    public string? Recovery { get; init; }

    /// <summary>How many windows were bad.</summary>
    public required int TimesSeen { get; init; }

    /// <summary>How many windows were good since the last bad one.</summary>
    public int GoodWindows { get; init; }

    /// <summary>The end of the first of these; null where there are none.</summary>
    public DateTimeOffset? GoodSince { get; init; }

    /// <summary>Grows with everything that is new about it, so that a channel knows what it has told.</summary>
    public long Change { get; init; }

    /// <summary>What was measured, window by window; null where the caller gives none.</summary>
    public AlertSeries? Series { get; init; }

    /// <summary>What may have brought it about, most likely first.</summary>
    public IReadOnlyList<AlertCause> Causes { get; init; } = [];

    /// <summary>The command that shows more, or helps.</summary>
    public string? Next { get; init; }

    /// <summary>What was done about it by itself; null where nothing was, or nothing is asked for.</summary>
    public AlertDeed? Deed { get; init; }

    /// <summary>
    /// Whether a silence held it back when it was over: who was not told that it fires, is not told that it is over.
    /// </summary>
    public bool WasSilenced { get; init; }

    public bool IsOpen => State != AlertState.Resolved;
}

/// <summary>In the words of Prometheus and its Alertmanager.</summary>
public enum AlertState
{
    /// <summary>Bad, and not yet for long enough: nobody is told.</summary>
    Pending,

    /// <summary>Bad for long enough: people are told.</summary>
    Firing,

    /// <summary>Over.</summary>
    Resolved,
}

/// <summary>What may have brought an alert about: a fact, and no judgement of ours.</summary>
/// <param name="Kind">What sort of fact it is.</param>
/// <param name="Text">A sentence: "'income' drifted in the same window (PSI 0.31; at most 0.1 is required)."</param>
public sealed record AlertCause(AlertCauseKind Kind, string Text);

public enum AlertCauseKind
{
    /// <summary>An input whose distribution moved in the same window.</summary>
    Drift,

    /// <summary>A revision that began to answer before it.</summary>
    Release,

    /// <summary>Values that are missing, unseen or malformed.</summary>
    Quality,

    Other,
}

/// <summary>What was measured from window to window, and the limits: what a small plot is drawn from.</summary>
/// <param name="Values">Oldest first; null where a window has none. The last 48 are kept.</param>
/// <param name="Low">What the value must not be below; null for none.</param>
/// <param name="High">What the value must not be above; null for none.</param>
public sealed record AlertSeries(IReadOnlyList<double?> Values, double? Low = null, double? High = null)
{
    private const int Most = 48;

    public IReadOnlyList<double?> Values { get; } =
        [.. Values.Skip(Math.Max(0, Values.Count - Most)).Select(x => x is { } value && double.IsFinite(value) ? x : null)];

    /// <summary>With the limits of a criterion; one that is no limit of a number has none.</summary>
    public static AlertSeries Of(IReadOnlyList<double?> values, Criterion criterion) => criterion switch
    {
        Criterion.AtLeast x => new AlertSeries(values, Low: x.Limit),
        Criterion.AtMost x => new AlertSeries(values, High: x.Limit),
        Criterion.Between x => new AlertSeries(values, x.Low, x.High),
        _ => new AlertSeries(values),
    };
}
