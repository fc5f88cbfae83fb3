using Microsoft.AspNetCore.Http;
using Pipeline.Core.Predictions;
using Pipeline.Serving.Configuration;

namespace Pipeline.Serving.Requests;

/// <summary>What a gateway says of a request. From anybody who does not know the gateway's secret, it says nothing.</summary>
internal sealed class GatewayHeaders(GatewaySecret? secret)
{
    private const string NoGateway = "direct";
    private const int LongestRoute = 32;

    /// <summary>The request finds out whether the server works, and stays out of log and metrics.</summary>
    public bool IsProbe(HttpRequest request) =>
        request.Headers.ContainsKey(PredictionHeaders.Probe) && IsTrusted(request);

    /// <summary>The way that the request came. A header that is not a short plain word is somebody else's.</summary>
    public string RouteOf(HttpRequest request)
    {
        var route = request.Headers[PredictionHeaders.Route].ToString();
        var isPlain = route.Length is > 0 and <= LongestRoute && route.All(x => char.IsAsciiLetterOrDigit(x) || x == '-');
        return isPlain && IsTrusted(request) ? route : NoGateway;
    }

    private bool IsTrusted(HttpRequest request) => secret?.Is(request.Headers[PredictionHeaders.Secret]) == true;
}
