using System.Globalization;

namespace Pipeline.Gateway.Traffic;

/// <summary>A revision that can be asked.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Address">Where its server answers.</param>
/// <param name="Route">What the way to it is called in the prediction log.</param>
/// <param name="Meter">Counts its answers.</param>
/// <param name="Secret">What its server believes the gateway by.</param>
internal sealed record Upstream(int Revision, string Address, string Route, RevisionMeter Meter, string Secret)
{
    public const string Stable = "stable";
    public const string Canary = "canary";

    public string Prefix { get; } = $"http://{Address}";

    public RevisionTransformer Transformer { get; } = new(Revision, Route, Secret);

    /// <summary>The revision as metrics name it.</summary>
    public string Label { get; } = Revision.ToString(CultureInfo.InvariantCulture);
}
