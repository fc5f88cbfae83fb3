using Pipeline.Environments;


namespace Pipeline.Deployment.Rollouts;

/// <summary>A lease, and how long its holder would wait for it.</summary>
internal sealed record LeaseWish(LeaseRequest Request, TimeSpan Wait, RolloutOptions Options);
