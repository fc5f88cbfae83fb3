using Pipeline.Core.Audit;
using Pipeline.Core.Progress;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;

namespace Pipeline.Deployment;

/// <summary>What an environment is deployed with.</summary>
/// <param name="Gateway">The gateway's program.</param>
/// <param name="Images">Unpacks images.</param>
public sealed record EnvironmentTools(GatewayProgram Gateway, IImageFolders Images)
{
    public RolloutOptions Rollout { get; init; } = new();

    public IAccessPolicy Policy { get; init; } = new AllowAll();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told of each step; null is nobody.</summary>
    public IProgress<StepEvent>? Progress { get; init; }
}
