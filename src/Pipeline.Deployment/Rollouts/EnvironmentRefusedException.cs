using Pipeline.Environments;


namespace Pipeline.Deployment.Rollouts;

/// <summary>An environment did not do what it was asked for; the refusal names who or what stands in the way.</summary>
public sealed class EnvironmentRefusedException(Refusal refusal) : Exception(refusal?.Message)
{
    public RefusalKind Kind { get; } = refusal?.Kind ?? RefusalKind.NotPossible;
}
