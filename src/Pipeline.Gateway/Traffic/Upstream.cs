namespace Pipeline.Gateway.Traffic;

/// <summary>A revision that can be asked.</summary>
internal sealed record Upstream(int Revision, string Address, RevisionMeter Meter)
{
    public string Prefix { get; } = $"http://{Address}";

    public RevisionTransformer Transformer { get; } = new(Revision);
}
