namespace Pipeline.Environments;

/// <summary>Shows a lease, to renew it or to give it up.</summary>
public sealed record LeaseToken(long Token);
