using Pipeline.Core.Audit;
using Pipeline.Environments;

namespace Pipeline.Gateway.State;

/// <summary>Who changes an environment, why, and when.</summary>
internal sealed record Cause(Actor Actor, string Reason, DateTimeOffset Now)
{
    /// <summary>The gateway itself, which acts on what it sees.</summary>
    public static Actor Gateway { get; } = new("gateway", "pipeline");

    /// <summary>The counts at that moment; null where nobody counts.</summary>
    public TrafficSnapshot? Traffic { get; init; }

    public Transition.Done Done(EnvironmentDocument document, string action, int? revision) => new(document, new AuditEntry
    {
        Time = Now,
        Actor = Actor,
        Action = action,
        Subject = document.SubjectOf(revision),
        Digest = document.Find(revision)?.Image.Value,
        Environment = document.Environment,
        Reason = Reason,
        Facts = document.Find(revision)?.Version is { } version
            ? new Dictionary<string, string> { ["version"] = version.ToString() }
            : null,
    });
}
