namespace Pipeline.Core.Audit;

/// <summary>Asked before every call that changes state.</summary>
public interface IAccessPolicy
{
    AccessDecision Authorize(Actor actor, string action, string subject);
}

/// <summary>Whether somebody may do something.</summary>
public abstract record AccessDecision
{
    private AccessDecision()
    {
    }

    public sealed record Allowed : AccessDecision;

    /// <param name="Reason">One sentence that says what is missing, and who can give it.</param>
    public sealed record Denied(string Reason) : AccessDecision;
}

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

/// <summary>The policy of a team that has none.</summary>
public sealed class AllowAll : IAccessPolicy
{
    public AccessDecision Authorize(Actor actor, string action, string subject) => new AccessDecision.Allowed();
}
