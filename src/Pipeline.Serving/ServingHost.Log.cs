using Microsoft.Extensions.Logging;

namespace Pipeline.Serving;

internal sealed partial class ServingHost
{
    [LoggerMessage(10, LogLevel.Information, "{Model} {Digest} answers at {Address}")]
    private static partial void Ready(ILogger logger, string model, string digest, string address);

    [LoggerMessage(11, LogLevel.Information, "Told to stop; {Requests} requests are being answered")]
    private static partial void Draining(ILogger logger, long requests);

    [LoggerMessage(12, LogLevel.Information, "Stopped")]
    private static partial void Stopped(ILogger logger);

    [LoggerMessage(13, LogLevel.Warning, "The prediction log cannot be written, and entries are lost: {Reason}")]
    private static partial void LogFails(ILogger logger, string reason);
}
