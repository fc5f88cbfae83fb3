using System.Globalization;
using Pipeline.Core.Predictions;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Forwards as it is, but for what only the environment may say: the server is told the request's route, and the client which
/// revision answered. Nobody keeps a request out of the prediction log from outside, so a probe's header is dropped; the secret
/// shows the server that the route is the gateway's word.
/// </summary>
internal sealed class RevisionTransformer(int revision, string route, string secret) : HttpTransformer
{
    public const string Header = "X-Pipeline-Revision";

    private readonly string _revision = revision.ToString(CultureInfo.InvariantCulture);

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Remove(PredictionHeaders.Probe);
        proxyRequest.Headers.Remove(PredictionHeaders.Route);
        proxyRequest.Headers.Remove(PredictionHeaders.Secret);
        proxyRequest.Headers.Add(PredictionHeaders.Route, route);
        proxyRequest.Headers.Add(PredictionHeaders.Secret, secret);
        // The body is here already: a server that is asked first would only be waited for.
        proxyRequest.Headers.Remove("Expect");
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var copies = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        httpContext.Response.Headers[Header] = _revision;
        return copies;
    }
}
