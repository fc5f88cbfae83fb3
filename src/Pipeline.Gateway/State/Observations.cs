using System.Globalization;
using Pipeline.Environments;

namespace Pipeline.Gateway.State;

/// <summary>What the gateway sees and acts on by itself, as pure functions of the document.</summary>
internal static class Observations
{
    public static Transition.Done GatewayStarted(EnvironmentDocument document, string address, DateTimeOffset now) =>
        Because($"The gateway listens at {address}.", now)
            .Done(document with { Address = address }, EnvironmentActions.GatewayStarted, null);

    public static Transition.Done GatewayStopped(EnvironmentDocument document, DateTimeOffset now) =>
        Because("The gateway was asked to end.", now).Done(document, EnvironmentActions.GatewayStopped, null);

    public static Transition.Done Started(
        EnvironmentDocument document, Revision revision, ProcessIdentity process, DateTimeOffset now)
    {
        var again = revision.Restarts == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $" again, for the {Ordinal(revision.Restarts)} time");
        var at = revision.Address is null ? "" : $" at {revision.Address}";
        return Because($"Revision {revision.Number} was started{again}: {process}{at}.", now)
            .Done(document.With(revision with { Process = process, Since = now }), EnvironmentActions.Started, revision.Number);
    }

    public static Transition.Done Listening(
        EnvironmentDocument document, Revision revision, string address, DateTimeOffset now) =>
        Because($"Revision {revision.Number} answers at {address}.", now)
            .Done(document.With(revision with { Address = address }), EnvironmentActions.Listening, revision.Number);

    /// <summary>A candidate that ends has shown what it is worth; any other revision is started again.</summary>
    public static Transition.Done Ended(EnvironmentDocument document, Revision revision, string trouble, DateTimeOffset now)
    {
        if (revision.State == RevisionState.Stopping)
            return Stopped(document, revision, now);
        var isCandidate = document.Candidate == revision.Number;
        var ended = revision with
        {
            State = isCandidate ? RevisionState.Crashed : RevisionState.Running,
            Since = now,
            Process = null,
            Address = null,
            Restarts = isCandidate ? revision.Restarts : revision.Restarts + 1,
            Trouble = trouble,
        };
        return Because(trouble, now).Done(document.With(ended), EnvironmentActions.Crashed, revision.Number);
    }

    public static Transition.Done Stopped(EnvironmentDocument document, Revision revision, DateTimeOffset now)
    {
        var stopped = revision with
        {
            State = RevisionState.Stopped,
            Since = now,
            Process = null,
            // Another engine gave the address with the revision's name; a process had a port, and loses it.
            Address = revision.Launch is null ? revision.Address : null,
        };
        return Because($"Revision {revision.Number} ended as it was asked to.", now)
            .Done(document.With(stopped), EnvironmentActions.Stopped, revision.Number);
    }

    /// <summary>Whoever led the rollout is gone: traffic returns to the stable revision.</summary>
    public static Transition.Done Abandoned(EnvironmentDocument document, string who, DateTimeOffset now)
    {
        var back = document.Stable is { } stable
            ? $"all traffic is back on revision {stable}"
            : "nothing is deployed yet";
        var reason = $"The rollout of revision {document.Candidate} was abandoned at a weight of {document.Weight}%, "
            + $"because {who}; {back}.";
        return Because(reason, now).Done(
            Transitions.WithoutCandidate(document, now), EnvironmentActions.Abandoned, document.Candidate);
    }

    private static Cause Because(string reason, DateTimeOffset now) => new(Cause.Gateway, reason, now);

    private static string Ordinal(int number) => (number % 10, number % 100) switch
    {
        (1, not 11) => $"{number}st",
        (2, not 12) => $"{number}nd",
        (3, not 13) => $"{number}rd",
        _ => $"{number}th",
    };
}
