namespace Pipeline.Core.Audit;

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
