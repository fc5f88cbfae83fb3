using Microsoft.Extensions.Logging;
using Pipeline.Serving.Metrics;

namespace Pipeline.Serving;

/// <summary>
/// All that the server itself logs. It is one class because the compiler's generator writes several in an order that differs from
/// build to build, and with it the bytes of the server, and the digest of every image.
/// </summary>
internal static partial class ServingLog
{
    /// <summary>Without the exception's message, which may hold values of the request.</summary>
    [LoggerMessage(1, LogLevel.Error, "A request to {Route} failed with {Exception} {Stack}")]
    public static partial void Failed(ILogger logger, RouteKind route, string exception, string? stack);

    [LoggerMessage(10, LogLevel.Information, "{Model} {Digest} answers at {Address}")]
    public static partial void Ready(ILogger logger, string model, string digest, string address);

    [LoggerMessage(11, LogLevel.Information, "Told to stop; {Requests} requests are being answered")]
    public static partial void Draining(ILogger logger, long requests);

    [LoggerMessage(12, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(13, LogLevel.Warning, "The prediction log cannot be written, and entries are lost: {Reason}")]
    public static partial void LogFails(ILogger logger, string reason);
}
