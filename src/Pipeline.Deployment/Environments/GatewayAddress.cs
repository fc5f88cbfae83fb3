using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Pipeline.Deployment.Environments;

/// <summary>Where an environment listens.</summary>
[Description("auto, or an address and a port as \"127.0.0.1:8081\",")]
public sealed record GatewayAddress : IParsable<GatewayAddress>
{
    private const string Word = "auto";

    private GatewayAddress(IPEndPoint? endPoint) => EndPoint = endPoint;

    /// <summary>A free port of the loopback, chosen at the first deployment and kept by the environment.</summary>
    public static GatewayAddress Auto { get; } = new(endPoint: null);

    /// <summary>Null for <see cref="Auto"/>.</summary>
    public IPEndPoint? EndPoint { get; }

    /// <exception cref="FormatException">The text is not such an address.</exception>
    public static GatewayAddress Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var address)
        ? address
        : throw new FormatException($"'{s}' is not an address; auto and 127.0.0.1:8081 are.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out GatewayAddress result)
    {
        var isEndPoint = IPEndPoint.TryParse(s ?? "", out var endPoint) && endPoint.Port > 0;
        result = s == Word ? Auto : isEndPoint ? new GatewayAddress(endPoint) : null;
        return result is not null;
    }

    public override string ToString() => EndPoint?.ToString() ?? Word;
}
