using System.Collections.ObjectModel;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;

namespace Pipeline.Monitoring.Alerts;

/// <summary>
/// The alerts of one model in one environment, as a value: verdicts go in, another book comes out. What channels have told of it
/// is not in here (they remember that themselves), so that a channel that is down holds nothing up.
/// </summary>
[DocumentSchema("alerts", 1)]
public sealed record AlertBook : Document
{
    /// <summary>Of those that are over, as many are kept when all channels have told them.</summary>
    public const int HistoryLength = 200;

    /// <summary>And as many when some have not. Beyond that the oldest go: a channel this far behind is given up.</summary>
    public const int MostUntold = 10_000;

    public static AlertBook Empty { get; } = new();

    /// <summary>The pending and the firing ones, one for each fingerprint, in the order in which they came.</summary>
    public IReadOnlyList<Alert> Open { get; init; } = [];

    /// <summary>The ones that are over, in the order in which they ended.</summary>
    public IReadOnlyList<Alert> Resolved { get; init; } = [];

    public IReadOnlyList<Silence> Silences { get; init; } = [];

    /// <summary>By rule, where its last window ended: what is judged again counts once.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Judged { get; init; } = ReadOnlyDictionary<string, DateTimeOffset>.Empty;

    /// <summary>The number of the last alert.</summary>
    public long LastNumber { get; init; }

    public Alert? Find(AlertFingerprint fingerprint) => Open.FirstOrDefault(x => x.Fingerprint == fingerprint);

    /// <summary>
    /// The book after one more window. One that ends where the last window of its rule did, or earlier, was judged before: it
    /// counts nothing and ends nothing, and only renews what is said of open alerts, so that a run that is repeated is harmless.
    /// </summary>
    public AlertBook Take(AlertRound round)
    {
        ArgumentNullException.ThrowIfNull(round);
        var draft = new Draft(this);
        foreach (var evidence in round.Evidence.GroupBy(x => x.Subject.Fingerprint)
            .Select(same => same.MaxBy(x => x.Verdict.Outcome)!))
        {
            var last = Judged.TryGetValue(evidence.Subject.Rule, out var end) ? end : DateTimeOffset.MinValue;
            if (round.End > last)
                draft.Count(evidence, round.End);
            else if (round.End == last)
                draft.Renew(evidence);
        }

        foreach (var gone in Open.Where(x => round.Rules is { } rules && !rules.Contains(x.Subject.Rule)))
            draft.End(gone, round.End, "The rule is no more.");
        return draft.Finish(round);
    }

    /// <summary>The book with what was done about an alert; one that is over by now is left as it is.</summary>
    public AlertBook With(long number, AlertDeed deed) => this with
    {
        Open = [.. Open.Select(x => x.Number == number ? x with { Deed = deed, Change = x.Change + 1 } : x)],
    };

    /// <summary>When a rule's action was done last, or may have been; null where it never was.</summary>
    public DateTimeOffset? LastDeed(string rule) => Open.Concat(Resolved)
        .Where(x => x.Subject.Rule == rule && x.Deed is { Outcome: AlertDeedOutcome.Begun or AlertDeedOutcome.Done })
        .Max(x => x.Deed?.At);

    /// <summary>The book with a silence; those that are over are left out.</summary>
    public AlertBook With(Silence silence, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(silence);
        return this with { Silences = [.. Silences.Where(x => x.Until > now && x.Id != silence.Id), silence] };
    }

    /// <summary>The book without a silence: what it held back is told.</summary>
    public AlertBook Without(string silence) => this with { Silences = [.. Silences.Where(x => x.Id != silence)] };

    /// <summary>The silence that holds an alert back; null where none does.</summary>
    public Silence? SilenceOf(Alert alert, DateTimeOffset now) => Silences.FirstOrDefault(x => x.Until > now && x.Covers(alert));

    /// <summary>The book without the oldest alerts that are over.</summary>
    /// <param name="isTold">Whether all channels have told that it is over.</param>
    public AlertBook Forget(Func<Alert, bool> isTold)
    {
        var spare = Resolved.SkipLast(HistoryLength).Where(isTold).Select(x => x.Number).ToHashSet();
        var kept = Resolved.Where(x => !spare.Contains(x.Number)).ToList();
        return this with { Resolved = [.. kept.Skip(Math.Max(0, kept.Count - MostUntold))] };
    }

    /// <summary>A book that is being written.</summary>
    private sealed class Draft(AlertBook book)
    {
        private readonly List<Alert> _open = [.. book.Open];
        private readonly List<Alert> _over = [.. book.Resolved];
        private long _last = book.LastNumber;

        public void Count(AlertEvidence evidence, DateTimeOffset end)
        {
            var at = Find(evidence);
            if (evidence.IsBad)
                Put(at, Worse(at < 0 ? null : _open[at], evidence, end));
            else if (at >= 0 && evidence.IsGood)
                Better(at, evidence, end);
        }

        public void Renew(AlertEvidence evidence)
        {
            if (Find(evidence) is >= 0 and var at && evidence.IsBad)
                Put(at, Described(_open[at], evidence));
        }

        public void End(Alert alert, DateTimeOffset end, string why)
        {
            _open.RemoveAll(x => x.Number == alert.Number);
            if (alert.State == AlertState.Pending)
                return;
            _over.Add(alert with
            {
                State = AlertState.Resolved,
                ResolvedAt = end > alert.LastSeen ? end : alert.LastSeen,
                Recovery = why,
                WasSilenced = book.SilenceOf(alert, end) is not null,
                Change = alert.Change + 1,
            });
        }

        public AlertBook Finish(AlertRound round)
        {
            var judged = new SortedDictionary<string, DateTimeOffset>(book.Judged.ToDictionary(), StringComparer.Ordinal);
            foreach (var rule in round.Evidence.Select(x => x.Subject.Rule))
                judged[rule] = judged.TryGetValue(rule, out var end) && end > round.End ? end : round.End;
            foreach (var gone in judged.Keys.Where(x => round.Rules is { } rules && !rules.Contains(x)).ToList())
                judged.Remove(gone);
            return book with { Open = _open, Resolved = _over, Judged = judged, LastNumber = _last };
        }

        private int Find(AlertEvidence evidence) => _open.FindIndex(x => x.Fingerprint == evidence.Subject.Fingerprint);

        private void Put(int at, Alert alert)
        {
            if (at < 0)
                _open.Add(alert);
            else
                _open[at] = alert;
        }

        private Alert Worse(Alert? before, AlertEvidence evidence, DateTimeOffset end)
        {
            var alert = Described(before ?? Begin(evidence, end), evidence) with
            {
                LastSeen = end,
                TimesSeen = (before?.TimesSeen ?? 0) + 1,
                GoodWindows = 0,
                GoodSince = null,
            };
            var isLongEnough = evidence.Policy.For.IsOver(alert.TimesSeen, end - alert.Since);
            return alert.State == AlertState.Pending && isLongEnough
                ? alert with { State = AlertState.Firing, FiringSince = end }
                : alert;
        }

        private void Better(int at, AlertEvidence evidence, DateTimeOffset end)
        {
            var alert = _open[at] with
            {
                GoodWindows = _open[at].GoodWindows + 1,
                GoodSince = _open[at].GoodSince ?? end,
                Series = evidence.Series ?? _open[at].Series,
                Change = _open[at].Change + 1,
            };
            _open[at] = alert;
            if (alert.State == AlertState.Pending
                || evidence.Policy.RecoverAfter.IsOver(alert.GoodWindows, end - alert.GoodSince!.Value))
            {
                End(alert, end, evidence.Verdict.Reason.Length > 0 ? evidence.Verdict.Reason : "It keeps to its limit again.");
            }
        }

        private Alert Begin(AlertEvidence evidence, DateTimeOffset end) => new()
        {
            Subject = evidence.Subject,
            Number = ++_last,
            State = AlertState.Pending,
            Severity = evidence.Severity,
            What = evidence.Verdict.Reason,
            Since = end,
            LastSeen = end,
            TimesSeen = 0,
        };

        private static Alert Described(Alert alert, AlertEvidence evidence) => alert with
        {
            Severity = evidence.Severity,
            IsUrgent = evidence.Policy.IsUrgent,
            What = evidence.Verdict.Reason,
            Series = evidence.Series ?? alert.Series,
            Causes = [.. evidence.Causes],
            Next = evidence.Next,
            Change = alert.Change + 1,
        };
    }
}

/// <summary>That people know of an alert and need not be told for a while.</summary>
/// <param name="Id">Of this silence: the number of digits of a fingerprint, made of what it covers and when.</param>
/// <param name="Until">When it is over; what still fires is told then.</param>
/// <param name="By">Who said so.</param>
/// <param name="Reason">Why.</param>
public sealed record Silence(string Id, DateTimeOffset Until, string By, string Reason)
{
    /// <summary>The alert that is meant; null where it is a rule.</summary>
    public AlertFingerprint? Fingerprint { get; init; }

    /// <summary>All alerts of this rule; null where it is one alert.</summary>
    public string? Rule { get; init; }

    public required DateTimeOffset At { get; init; }

    public bool Covers(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return (Fingerprint, Rule) switch
        {
            ({ } fingerprint, _) => alert.Fingerprint == fingerprint,
            (null, { } rule) => alert.Subject.Rule == rule,
            _ => false,
        };
    }
}
