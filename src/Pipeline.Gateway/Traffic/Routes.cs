namespace Pipeline.Gateway.Traffic;

/// <summary>Who answers now; null where a revision does not run. Replaced as a whole, never changed.</summary>
internal sealed record Routes(Upstream? Stable, Upstream? Candidate, int Weight)
{
    public static Routes None { get; } = new(null, null, 0);

    /// <summary>There is a stable revision, though it may not run now; without one, waiting for it is pointless.</summary>
    public bool HasStable { get; init; }
}
