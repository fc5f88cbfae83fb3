namespace Pipeline.Core.Audit;

/// <summary>Asked before every call that changes state.</summary>
public interface IAccessPolicy
{
    AccessDecision Authorize(Actor actor, string action, string subject);
}
