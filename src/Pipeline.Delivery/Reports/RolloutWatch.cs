using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Environments;

namespace Pipeline.Delivery.Reports;

/// <summary>One environment as somebody sees it who watches a rollout.</summary>
/// <param name="Title">One line.</param>
/// <param name="Tables">Traffic, steps and verdicts, in as far as there are any.</param>
/// <param name="Lines">What else is to be said.</param>
/// <param name="Brief">All that matters in one line, which changes when something does: for who has no screen.</param>
public sealed record WatchFrame(
    string Title, IReadOnlyList<ReportTable> Tables, IReadOnlyList<string> Lines, string Brief);

/// <summary>Makes frames of the status of an environment.</summary>
internal static class RolloutWatch
{
    /// <param name="status">Now; null where nothing was ever deployed.</param>
    /// <param name="title">"production of loan-default".</param>
    /// <param name="now">For how long something has been so.</param>
    public static WatchFrame Of(EnvironmentStatus? status, string title, DateTimeOffset now)
    {
        if (status is null)
            return new WatchFrame($"{title}: nothing was ever deployed", [], [], $"{title}: nothing was ever deployed");
        var document = status.Document;
        if (document is not { Rollout: { } rollout, Candidate: { } candidate })
        {
            var quiet = document.Stable is { } stable
                ? $"{title}: revision {stable} answers everything"
                : $"{title}: nothing is deployed";
            return new WatchFrame(quiet, [Traffic(status)], Last(status), quiet);
        }

        var phase = rollout.Phase == RolloutPhase.Paused ? "waits for a person" : StepOf(rollout);
        var head = string.Create(
            CultureInfo.InvariantCulture, $"{title}: revision {candidate} at {document.Weight}%{Mirror(document)}, {phase}");
        IReadOnlyList<string> lines =
        [
            $"led by   {rollout.Actor.Name}, since {Age(now - rollout.Since)}",
            .. rollout.WeightSince is { } since ? [$"weight   since {Age(now - since)}"] : Array.Empty<string>(),
            .. status.Report is { Needs.Length: > 0 } needs ? [$"needs    {needs.Needs}"] : Array.Empty<string>(),
            .. rollout.Reason is { } reason ? [$"last     {reason}"] : Array.Empty<string>(),
        ];
        return new WatchFrame(
            head,
            [Traffic(status), .. Steps(rollout), .. Verdicts(status.Report)],
            lines,
            $"{head}{Worst(status.Report)}");
    }

    private static string StepOf(RolloutProgress rollout) => rollout.Step < rollout.Plan.Count
        ? $"step {rollout.Step + 1} of {rollout.Steps}: {rollout.Plan[rollout.Step]}"
        : rollout.Phase == RolloutPhase.Starting ? "starting" : $"step {rollout.Step} of {rollout.Steps}";

    private static string Mirror(EnvironmentDocument document) =>
        document.Mirror is { } mirror ? string.Create(CultureInfo.InvariantCulture, $" and copies of {mirror.Share}%") : "";

    private static ReportTable Traffic(EnvironmentStatus status)
    {
        var document = status.Document;
        var seen = status.TrafficSinceWeight;
        (string Role, int? Number, int Share)[] roles =
            [("stable", document.Stable, 100 - document.Weight), ("candidate", document.Candidate, document.Weight)];
        return new ReportTable(
            ["", "#revision", "#version", "#traffic", "#requests", "#errors", "#copies"],
            [
                .. from role in roles
                   let revision = document.Find(role.Number)
                   where revision is not null
                   select Row(role.Role, revision, role.Share, seen?.Of(revision.Number)),
            ]);
    }

    private static IReadOnlyList<TableCell> Row(string role, Revision revision, int share, RevisionTraffic? seen) =>
    [
        new(role), new($"{revision.Number}"), new(revision.Version is { } version ? $"{version}" : "-"),
        new(string.Create(CultureInfo.InvariantCulture, $"{share}%")),
        new(Number(seen?.Requests)),
        new(Number(seen?.Errors), seen is { Errors: > 0 } ? TableTone.Bad : TableTone.Plain),
        new(Number(seen?.Mirrored?.Answered)),
    ];

    private static IEnumerable<ReportTable> Steps(RolloutProgress rollout) => rollout.Plan.Count == 0 ? [] :
    [
        new ReportTable(
            ["#step", "what", "state"],
            [.. rollout.Plan.Select((what, index) => (IReadOnlyList<TableCell>)
                [new($"{index + 1}"), new(what), State(rollout, index)])]),
    ];

    private static TableCell State(RolloutProgress rollout, int index) =>
        IsWaiting(rollout, index) ? new TableCell("waits for a person", TableTone.Doubtful)
        : index < rollout.Step ? new TableCell("done", TableTone.Good)
        : index == rollout.Step && rollout.Phase == RolloutPhase.Stepping ? new TableCell("now", TableTone.Doubtful)
        : new TableCell("");

    /// <summary>A pause or an approval counts as taken once it waits; an analysis, and what was interrupted, do not.</summary>
    private static bool IsWaiting(RolloutProgress rollout, int index) => rollout.Phase == RolloutPhase.Paused
        && index == (rollout.Wait is RolloutWait.Decision or RolloutWait.Approval ? rollout.Step - 1 : rollout.Step);

    private static IEnumerable<ReportTable> Verdicts(RolloutReport? report) => report is null ? [] :
    [
        new ReportTable(
            ["analysis", "verdict", "why"],
            [.. report.Checks.Results.Select(x => (IReadOnlyList<TableCell>)
                [new(x.Check.Id), new(Word(x.Verdict.Outcome), ToneOf(x.Verdict.Outcome)), new(x.Verdict.Reason)])]),
    ];

    private static string Worst(RolloutReport? report) => report is null ? "" : $"; analysis: {Word(report.Checks.Worst)}";

    private static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();

    private static TableTone ToneOf(Outcome outcome) => outcome switch
    {
        Outcome.Passed => TableTone.Good,
        Outcome.Skipped => TableTone.Plain,
        Outcome.Inconclusive => TableTone.Doubtful,
        _ => TableTone.Bad,
    };

    private static IReadOnlyList<string> Last(EnvironmentStatus status) =>
        status.Events is [.., { } last] ? [$"last     {last.Reason}"] : [];

    private static string Number(long? count) => count is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : "-";

    private static string Age(TimeSpan age) => age.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} h {age.Minutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)age.TotalMinutes)} min {Math.Max(0, age.Seconds)} s");
}
