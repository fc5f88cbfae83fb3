using Nuke.Common.Execution;
using Nuke.Common.Tooling;
using Nuke.Common;
using Pipeline.Core.Problems;
using Pipeline.Delivery;
using Pipeline.Targets.Ci;
using Serilog.Events;
using Serilog.Parsing;
using Serilog;

namespace Pipeline.Targets.Failures;

/// <summary>
/// Decides what a failing target shows and what the build returns. A verdict, wrong input and a failure of the outside world
/// show their sentence; anything else is a mistake of ours, whose stack trace is the best thing to have.
/// </summary>
internal sealed class FailurePolicy(NukeBuild build, CiWriter ci)
{
    private Exception? _cause;

    /// <summary>Stands between the engine and everything that the planned targets do.</summary>
    public void Guard(IEnumerable<ExecutableTarget> targets)
    {
        foreach (var target in targets)
        {
            for (var i = 0; i < target.Actions.Count; i++)
            {
                var action = target.Actions[i];
                target.Actions[i] = () => Run(target.Name, action);
            }
        }
    }

    /// <summary>
    /// Names the cause in the summary of a target that failed, where the engine has named the exception that it saw.
    /// </summary>
    public void NameCause(string target)
    {
        var summary = build.ExecutionPlan.Single(x => x.Name == target).SummaryInformation;
        if (_cause is not null && summary.Remove(nameof(PrintedException), out var sentence))
            summary[_cause.GetType().Name.Replace("Exception", "", StringComparison.Ordinal)] = sentence;
    }

    private void Run(string target, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            var cause = Unwrap(exception);
            build.ExitCode = ExitCodes.Of(cause);
            Annotate(cause);
            if (!IsForPeople(cause) || NukeBuild.Verbosity == Verbosity.Verbose)
                throw;
            _cause = cause;
            throw new PrintedException($"{target} {Outcome(cause)}", cause);
        }
    }

    private static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var single] } => Unwrap(single),
        System.Reflection.TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };

    private static string Outcome(Exception exception) => exception switch
    {
        FailedVerdictException => "did not pass",
        PausedRolloutException => "waits for a person",
        OperationCanceledException => "was interrupted",
        _ when ExitCodes.Of(exception) == ExitCodes.InvalidInput => "was given wrong input",
        _ when ExitCodes.Of(exception) is ExitCodes.Busy or ExitCodes.NotPossible => "is not possible now",
        _ => "failed",
    };

    /// <summary>Our own exceptions write a sentence from facts; so do those of tools and the file system.</summary>
    private static bool IsForPeople(Exception exception) =>
        exception is ProcessException or OperationCanceledException or IOException or UnauthorizedAccessException ||
        exception.GetType().Namespace?.StartsWith("Pipeline.", StringComparison.Ordinal) == true;

    private void Annotate(Exception exception)
    {
        if (exception is InvalidInputException invalid)
        {
            foreach (var problem in invalid.Problems)
                ci.Error(problem);
        }
        else if (exception is PausedRolloutException paused)
        {
            ci.Warning(new Problem(paused.Message));
            ci.SummarizeText(paused.Message.Split('\n'));
        }
        else if (exception is FailedVerdictException failed)
        {
            foreach (var result in failed.Report.Failures)
                ci.Error(new Problem($"{result.Check.Id}: {result.Verdict.Reason}"));
        }
    }
}

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

/// <summary>What the build returns to the shell.</summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A verdict failed, or a rollout waits for a person: the build worked, and the news is bad.</summary>
    public const int Verdict = 1;

    /// <summary>The input was wrong: arguments, parameters, manifests, data. Nothing was changed.</summary>
    public const int InvalidInput = 2;

    /// <summary>Somebody else is at work on the same thing. The same command may succeed later; <c>--wait</c> queues.</summary>
    public const int Busy = 3;

    /// <summary>What was asked for cannot be done as things stand, such as a rollback where nothing answered before.</summary>
    public const int NotPossible = 4;

    /// <summary>Something else failed, such as a compiler, a container engine or a disk.</summary>
    public const int Failure = 255;

    /// <summary>Interrupted by a person or the host, as shells count it.</summary>
    public const int Cancelled = 130;

    internal static int Of(Exception exception) => FailureKinds.Of(exception) switch
    {
        FailureKind.Verdict => Verdict,
        FailureKind.WrongInput => InvalidInput,
        FailureKind.Busy => Busy,
        FailureKind.NotPossible => NotPossible,
        FailureKind.Cancelled => Cancelled,
        _ => Failure,
    };
}
