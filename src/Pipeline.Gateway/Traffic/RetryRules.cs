using System.Net.Http;
using System.Net.Sockets;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.Gateway.Traffic;

/// <summary>What a failed attempt says about a revision, and whether another may be asked.</summary>
internal static class RetryRules
{
    private const string Explain = "/explain";

    /// <summary>Only what a revision did, or did not do in time, is its error; all else is its caller's, or nobody's.</summary>
    public static AttemptResult Classify(HttpContext context, ForwarderError error) => error switch
    {
        ForwarderError.None or ForwarderError.RequestTimedOut when context.Request.Path == Explain => AttemptResult.Explained,
        ForwarderError.None => context.Response.StatusCode >= 500 ? AttemptResult.ServerError : AttemptResult.Answered,
        ForwarderError.RequestTimedOut => AttemptResult.Timeout,
        ForwarderError.Request when !IsOfTheConnection(context) => AttemptResult.BadRequest,
        ForwarderError.Request or ForwarderError.RequestBodyDestination or ForwarderError.ResponseBodyDestination
            or ForwarderError.ResponseHeaders or ForwarderError.UpgradeRequestDestination
            or ForwarderError.UpgradeResponseDestination => AttemptResult.ConnectionFailure,
        ForwarderError.RequestCreation => AttemptResult.BadRequest,
        _ => AttemptResult.GivenUp,
    };

    /// <summary>
    /// When nothing was sent, any request; when the connection broke off before an answer, those that change nothing: by
    /// RFC 9110, section 9.2.2, or because they ask for a prediction or its explanation.
    /// </summary>
    public static bool MayRetry(HttpContext context, ForwarderError error)
    {
        if (error != ForwarderError.Request || !IsOfTheConnection(context)
            || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return false;
        return FailureOf(context) is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
            || ChangesNothing(context.Request);
    }

    /// <summary>What cannot be written as HTTP, such as a method or a header that no client may send, fails otherwise.</summary>
    private static bool IsOfTheConnection(HttpContext context) =>
        FailureOf(context) is null or HttpRequestException or IOException or SocketException;

    private static Exception? FailureOf(HttpContext context) => context.GetForwarderErrorFeature()?.Exception;

    private static bool ChangesNothing(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
        || (HttpMethods.IsPost(request.Method) && IsPrediction(request.Path.Value ?? ""));

    private static bool IsPrediction(string path) =>
        path is "/predict" or Explain
        || (path.StartsWith("/v2/models/", StringComparison.Ordinal) && path.EndsWith("/infer", StringComparison.Ordinal));
}

/// <summary>How one revision did with one request.</summary>
internal enum AttemptResult
{
    Answered,

    /// <summary>
    /// An explanation, which takes as long as thousands of predictions: how long, and whether one can be had, says nothing about
    /// how a revision predicts.
    /// </summary>
    Explained,

    /// <summary>The client left before the answer; that says nothing about the revision.</summary>
    GivenUp,

    /// <summary>The request cannot be sent on as it is; that says nothing about the revision either.</summary>
    BadRequest,

    ServerError,
    Timeout,
    ConnectionFailure,
}
