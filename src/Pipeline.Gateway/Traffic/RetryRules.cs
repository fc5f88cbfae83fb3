using System.Net.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.Gateway.Traffic;

/// <summary>Which failed requests may be put to a revision again.</summary>
internal static class RetryRules
{
    /// <summary>Bodies up to this are kept until the answer begins. In bytes.</summary>
    public const int MostReplayed = 1 << 20;

    /// <summary>Keeps the body for another attempt, where it is small and its length is known.</summary>
    public static bool Prepare(HttpRequest request)
    {
        if (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0)
            return false;
        if (request.ContentLength > MostReplayed)
            return false;
        request.EnableBuffering(MostReplayed + 1);
        return true;
    }

    /// <summary>
    /// When nothing was sent, any request; when the connection broke off before an answer, those that change nothing: by
    /// RFC 9110, section 9.2.2, or because they ask for a prediction.
    /// </summary>
    public static bool MayRetry(HttpContext context, ForwarderError error, bool isReplayable)
    {
        if (error != ForwarderError.Request || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return false;
        var failure = context.GetForwarderErrorFeature()?.Exception;
        return failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
            || (isReplayable && ChangesNothing(context.Request));
    }

    private static bool ChangesNothing(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
        || (HttpMethods.IsPost(request.Method) && IsPrediction(request.Path.Value ?? ""));

    private static bool IsPrediction(string path) =>
        path == "/predict"
        || (path.StartsWith("/v2/models/", StringComparison.Ordinal) && path.EndsWith("/infer", StringComparison.Ordinal));
}
