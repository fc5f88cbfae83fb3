using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Delivery;

/// <summary>That a revision was withdrawn: rolled back by a person after it had answered, or aborted in its rollout.</summary>
/// <param name="Revision">Which one.</param>
/// <param name="Event">When, by whom, and why; null where the journal's last events do not have it.</param>
/// <param name="WasStable">Whether it had answered everything: then only a person rolls it back.</param>
internal sealed record Withdrawal(Revision Revision, AuditEvent? Event, bool WasStable)
{
    /// <summary>"revision 3 (version 2) was rolled back at 2026-01-31 12:00:00Z by ann: too slow".</summary>
    public override string ToString()
    {
        var version = Revision.Version is { } known ? $" (version {known})" : "";
        var when = Event is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $" at {Event.Time.UtcDateTime:u} by {Event.Actor.Name}: {Event.Reason?.TrimEnd('.')}");
        return $"revision {Revision.Number}{version} was {(WasStable ? "rolled back" : "aborted")}{when}";
    }

    /// <summary>Null where the last revision of the image was not withdrawn, or there is none.</summary>
    public static Withdrawal? Find(EnvironmentStatus status, ImageDigest image)
    {
        var document = status.Document;
        var revision = document.Revisions.LastOrDefault(x => x.Image == image);
        if (revision is null || document.Stable is null || revision.Number == document.Stable
            || revision.Number == document.Candidate)
            return null;
        if (revision.Promoted is { } promoted)
            return OfStable(status, revision, promoted);
        var taken = status.Events.LastOrDefault(x =>
            EnvironmentActions.IsAborted(x.Action) && x.Subject == document.SubjectOf(revision.Number));
        return taken is null ? null : new Withdrawal(revision, taken, WasStable: false);
    }

    /// <summary>A rollback's event is about the revision that answers again; what answered until then was withdrawn.</summary>
    private static Withdrawal? OfStable(EnvironmentStatus status, Revision revision, DateTimeOffset promoted)
    {
        var next = status.Events.FirstOrDefault(x => x.Time >= promoted && EndsWhatAnswered(x)
            && x.Subject != status.Document.SubjectOf(revision.Number));
        return next is { Action: EnvironmentActions.RolledBack } ? new Withdrawal(revision, next, WasStable: true) : null;
    }

    private static bool EndsWhatAnswered(AuditEvent happened) =>
        happened.Action is EnvironmentActions.RolledBack or EnvironmentActions.Promoted or EnvironmentActions.TakenDown;
}

/// <summary>A version that a person rolled back is not rolled out again by itself.</summary>
/// <param name="title">The model and its environment.</param>
/// <param name="withdrawal">What was rolled back, when, by whom and why: "revision 3 was rolled back at ...".</param>
public sealed class WithdrawnException(string title, string withdrawal) : Exception(
    $"In {title}, {withdrawal}. It is not rolled out there again by itself: change the model, or say '--again'.");
