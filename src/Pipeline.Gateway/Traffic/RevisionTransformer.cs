using System.Globalization;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.Gateway.Traffic;

/// <summary>Forwards as it is, and says which revision answered.</summary>
internal sealed class RevisionTransformer(int revision) : HttpTransformer
{
    public const string Header = "X-Pipeline-Revision";

    private readonly string _revision = revision.ToString(CultureInfo.InvariantCulture);

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var copies = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        httpContext.Response.Headers[Header] = _revision;
        return copies;
    }
}
