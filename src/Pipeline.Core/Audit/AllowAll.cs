namespace Pipeline.Core.Audit;

/// <summary>The policy of a team that has none.</summary>
public sealed class AllowAll : IAccessPolicy
{
    public AccessDecision Authorize(Actor actor, string action, string subject) => new AccessDecision.Allowed();
}
