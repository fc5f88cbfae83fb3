namespace Pipeline.Core.Audit;

public static class AccessPolicyExtensions
{
    /// <summary>For a call that cannot go on without leave.</summary>
    /// <exception cref="AccessDeniedException">The policy denies it.</exception>
    public static void Demand(this IAccessPolicy policy, Actor actor, string action, string subject)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Authorize(actor, action, subject) is AccessDecision.Denied denied)
            throw new AccessDeniedException(actor, action, subject, denied.Reason);
    }
}

/// <summary>The access policy said no; nothing was changed.</summary>
public sealed class AccessDeniedException(Actor actor, string action, string subject, string reason) : Exception(
    $"{actor.Name} (from {actor.Source}) may not {action} '{subject}': {reason}");
