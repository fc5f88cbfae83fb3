namespace Pipeline.Deployment.Rollouts;

/// <summary>The clock, and how a rollout waits by it.</summary>
internal sealed record RolloutTime(RolloutOptions Options, TimeProvider Clock);
