using Serilog.Events;
using Serilog.Parsing;
using Serilog;

namespace Pipeline.Targets.Failures;

/// <summary>
/// Says of a target that ended with a sentence what came of it, where the engine would say of any that it "has thrown an
/// exception": a failed gate and a rollout that waits are no accidents.
/// </summary>
internal sealed class FailureLogger(ILogger inner) : ILogger, IDisposable
{
    public void Write(LogEvent logEvent) =>
        inner.Write(logEvent.Exception is PrintedException printed ? Told(logEvent, printed) : logEvent);

    /// <summary>The engine's log files are flushed here; a full disk costs them, and not what the build returns.</summary>
    public void Dispose()
    {
        try
        {
            (inner as IDisposable)?.Dispose();
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine($"The log of this build is not complete: {exception.Message}");
        }
    }

    private static LogEvent Told(LogEvent logEvent, PrintedException printed) => new(
        logEvent.Timestamp,
        logEvent.Level,
        printed,
        new MessageTemplate([new TextToken(printed.Headline)]),
        logEvent.Properties.Select(x => new LogEventProperty(x.Key, x.Value)));
}

/// <summary>
/// Stands for an exception whose sentence says all that its reader needs; the engine prints this one without a stack trace.
/// </summary>
/// <param name="headline">What came of the target, as "Deploy waits for a person".</param>
/// <param name="inner">What happened.</param>
internal sealed class PrintedException(string headline, Exception inner) : Exception(inner.Message, inner)
{
    public string Headline => headline;

    public override string ToString() => Message;
}
