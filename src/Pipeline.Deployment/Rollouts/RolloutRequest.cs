using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>What shall answer, and how it gets there.</summary>
public sealed record RolloutRequest(ImageDigest Image, Actor Actor)
{
    /// <summary>For people; null when the registry has none.</summary>
    public ModelVersion? Version { get; init; }

    public StrategySpec Strategy { get; init; } = new StrategySpec.Recreate();

    public IReadOnlyList<AnalysisSpec> Analysis { get; init; } = [];

    /// <summary>For another's lease; zero is refused at once, by name. Default 0.</summary>
    public TimeSpan WaitForLease { get; init; }

    /// <summary>Whose end aborts the rollout. Default: this process.</summary>
    public ProcessIdentity? Process { get; init; } = ProcessIdentity.Current;
}
