namespace Pipeline.Core.Audit;

/// <summary>The access policy said no; nothing was changed.</summary>
public sealed class AccessDeniedException(Actor actor, string action, string subject, string reason) : Exception(
    $"{actor.Name} (from {actor.Source}) may not {action} '{subject}': {reason}");
