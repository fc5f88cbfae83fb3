using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Environments;

namespace Pipeline.Deployment.Status;

/// <summary>
/// An environment in a few lines for a console: below the headline, two spaces or more stand between a line's name and its text.
/// </summary>
public static class StatusText
{
    public static IReadOnlyList<string> Of(EnvironmentStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return
        [
            Head(status.Document),
            Gateway(status.Gateway),
            .. status.Document.Revisions.Where(x => IsOfInterest(status.Document, x)).Select(x => Line(status, x)),
            .. Traffic(status),
            .. Rollout(status.Document),
            .. Lease(status.Document),
            .. status.Events.Select(Line),
        ];
    }

    private static string Head(EnvironmentDocument document) => document.Stable is { } stable
        ? $"{document.Title}: revision {stable} answers at http://{document.Address}"
        : $"{document.Title}: nothing is deployed";

    private static string Gateway(GatewayDocument? gateway) => Named("gateway", gateway is { } running
        ? Invariant($"{Where(running)} since {running.Started:u}")
        : "does not run: deploy again to start it");

    private static string Where(GatewayDocument gateway) =>
        gateway.Container is { } container ? $"container '{container}'" : $"{gateway.Process}";

    private static bool IsOfInterest(EnvironmentDocument document, Revision revision) =>
        revision.State is RevisionState.Running or RevisionState.Stopping
        || revision.Number == document.Stable || revision.Number == document.Candidate
        || revision.Number == document.Revisions[^1].Number;

    private static string Line(EnvironmentStatus status, Revision revision)
    {
        var (document, traffic) = (status.Document, status.Traffic?.Of(revision.Number));
        var version = revision.Version is { } known ? $"version {known}, " : "";
        var counts = traffic is { Requests: > 0 }
            ? Invariant($", {traffic.Requests} requests, {traffic.Errors} errors")
            : "";
        var trouble = revision.Trouble is null ? "" : $". {revision.Trouble}";
        return Named(Role(document, revision.Number), Invariant($"revision {revision.Number}: {version}")
            + $"image {revision.Image.Value.Brief}{Share(document, revision.Number)}{counts}, {Doing(revision)}{trouble}");
    }

    private static string Role(EnvironmentDocument document, int number) =>
        number == document.Stable ? "stable"
        : number == document.Candidate ? "candidate"
        : number == document.Standby ? "standby"
        : "past";

    private static string Doing(Revision revision) => revision.State switch
    {
        RevisionState.Running when revision.Process is { IsRunning: false } =>
            Invariant($"its {revision.Process} does not run"),
        RevisionState.Running when revision.Address is null => "is being started",
        RevisionState.Running => (revision.Process?.ToString() ?? "running")
            + Invariant($" at {revision.Address} since {revision.Since:u}"),
        _ => Invariant($"{revision.State.ToString().ToLowerInvariant()} since {revision.Since:u}"),
    };

    private static string Share(EnvironmentDocument document, int number) =>
        number == document.Stable ? Invariant($", {100 - document.Weight}% of the traffic")
        : number == document.Candidate ? Invariant($", {document.Weight}% of the traffic")
        : "";

    private static IEnumerable<string> Traffic(EnvironmentStatus status) =>
        status.Lag is { } lag ? [Named("traffic", $"is not divided as it was asked to be: {lag}")] : [];

    private static IEnumerable<string> Rollout(EnvironmentDocument document) => document.Rollout is not { } rollout ? [] :
    [
        Named("rollout", Invariant($"of revision {document.Candidate} is {rollout.Phase.ToString().ToLowerInvariant()}, ")
            + Invariant($"step {rollout.Step} of {rollout.Steps}, led by {rollout.Actor.Name} since {rollout.Since:u}: ")
            + rollout.Reason),
    ];

    private static IEnumerable<string> Lease(EnvironmentDocument document) => document.Lease is not { } lease ? [] :
    [
        Named("lease", Invariant($"{lease.Token} of {lease.Holder.Name}{Holding(lease.Process)} since {lease.Since:u}")),
    ];

    private static string Holding(ProcessIdentity? process) => process switch
    {
        null => "",
        { IsRunning: true } => $" ({process})",
        _ => $" ({process}, which ended)",
    };

    private static string Line(AuditEvent happened) => Invariant(
        $"  {happened.Time:u}  {happened.Action} {happened.Subject} by {happened.Actor.Name}: {happened.Reason}");

    private static string Named(string name, string text) => $"  {name,-9}  {text}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
