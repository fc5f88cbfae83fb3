namespace Pipeline.Gateway.Traffic;

/// <summary>Who answers now; null where a revision does not run. Replaced as a whole, never changed.</summary>
internal sealed record Routes(Upstream? Stable, Upstream? Candidate, int Weight)
{
    public static Routes None { get; } = new(null, null, 0);
}
