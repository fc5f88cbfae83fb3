namespace Pipeline.Deployment.Rollouts;

/// <summary>What a rollout works through.</summary>
public sealed record RolloutPorts(ITraffic Traffic, IEngine Engine, IProbe Probe);
