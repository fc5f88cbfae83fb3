using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;
using Pipeline.Core.Problems;
using Pipeline.Delivery;
using Pipeline.Targets.Ci;

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
