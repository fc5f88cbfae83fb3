using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Alerts;

/// <summary>What was done about an alert by itself, and what came of it.</summary>
/// <param name="Action">What its rule asks for.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Words">The same as a sentence for people.</param>
public sealed record AlertDeed(AlertAction Action, DateTimeOffset At, AlertDeedOutcome Outcome, string Words);

public enum AlertDeedOutcome
{
    /// <summary>
    /// Written before anything is done, so that a run that is killed does nothing twice: whether it was done is not known.
    /// </summary>
    Begun,

    Done,

    /// <summary>The access policy said no.</summary>
    Denied,

    /// <summary>It could not be done: the alert stays, and a person has to look.</summary>
    Failed,

    /// <summary>The rule, or another alert of the same look, did it a short while ago.</summary>
    HeldBack,
}
