using Pipeline.Core.Audit;

namespace Pipeline.Deployment;

/// <summary>The access policy did not allow a change.</summary>
public sealed class AccessDeniedException(Actor actor, string action, string subject, string reason) : Exception(
    $"{actor?.Name} may not {action} {subject}: {reason}");
