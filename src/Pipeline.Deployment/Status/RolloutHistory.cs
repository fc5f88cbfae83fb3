using Pipeline.Core.Audit;
using Pipeline.Environments;

namespace Pipeline.Deployment.Status;

/// <summary>What the events of an environment tell about its rollouts.</summary>
public static class RolloutHistory
{
    /// <summary>How long the last rollout took that was promoted; null where the events hold none in full.</summary>
    /// <param name="events">Oldest first.</param>
    public static TimeSpan? LastDuration(IReadOnlyList<AuditEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var end = events.LastOrDefault(x => x.Action == EnvironmentActions.Promoted);
        var start = events.LastOrDefault(x => x.Action == EnvironmentActions.Registered && x.Subject == end?.Subject);
        return end is null || start is null ? null : end.Time - start.Time;
    }
}
