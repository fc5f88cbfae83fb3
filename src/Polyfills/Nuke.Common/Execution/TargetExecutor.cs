using System;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Runs the planned targets one after another.</summary>
internal static class TargetExecutor
{
    public static void Execute(NukeBuild build)
    {
        var attempt = BuildAttempt.Start(build);
        foreach (var target in build.ExecutionPlan)
        {
            if (target.Status == ExecutionStatus.Skipped)
                Announce<IOnTargetSkipped>(build, x => x.OnTargetSkipped(target), () => build.OnTargetSkipped(target.Name));
            else if (target.Status == ExecutionStatus.Scheduled && (target.AssuredAfterFailure || !HasStopped(build)))
                Execute(build, target, attempt);
        }
    }

    private static bool HasStopped(NukeBuild build) => build.FailedTargets.Any(x => !x.ProceedAfterFailure);

    private static void Execute(NukeBuild build, ExecutableTarget target, BuildAttempt attempt)
    {
        if (attempt.HasSucceeded(target))
        {
            StaticConditions.Mark(build, target, () => target.Skipped = "because of continue");
            return;
        }

        if (target.DynamicConditions.FirstOrDefault(x => !x.Item2()) is (var expression, not null))
        {
            StaticConditions.Mark(build, target, () => target.OnlyWhen = expression);
            Announce<IOnTargetSkipped>(build, x => x.OnTargetSkipped(target), () => build.OnTargetSkipped(target.Name));
            return;
        }

        if (target.Actions.Count == 0)
        {
            target.Status = ExecutionStatus.Collective;
            return;
        }

        Run(build, target);
        if (target.Status == ExecutionStatus.Succeeded)
            attempt.Record(target);
    }

    private static void Run(NukeBuild build, ExecutableTarget target)
    {
        target.Status = ExecutionStatus.Running;
        using var scope = Logging.SetTarget(target.Name);
        using var block = HostOutput.IsShown(build, DefaultOutput.TargetHeader) ? NukeBuild.Host.WriteBlock(target.Name) : null;
        Announce<IOnTargetRunning>(build, x => x.OnTargetRunning(target), () => build.OnTargetRunning(target.Name));
        var watch = Stopwatch.StartNew();
        try
        {
            target.Actions.ForEach(x => x());
            target.Duration = watch.Elapsed;
            target.Status = ExecutionStatus.Succeeded;
            Announce<IOnTargetSucceeded>(build, x => x.OnTargetSucceeded(target), () => build.OnTargetSucceeded(target.Name));
        }
        catch (Exception exception)
        {
            target.Duration = watch.Elapsed;
            Fail(build, target, exception);
        }
    }

    private static void Fail(NukeBuild build, ExecutableTarget target, Exception exception)
    {
        while (exception is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 })
            exception = exception.InnerException;
        target.SummaryInformation[exception.GetType().Name] = exception.Message.Split('\n')[0].TrimEnd();
        target.Status = ExecutionStatus.Failed;
        Log.Error(exception, "Target {Target} has thrown an exception", target.Name);
        Announce<IOnTargetFailed>(build, x => x.OnTargetFailed(target), () => build.OnTargetFailed(target.Name));
    }

    private static void Announce<T>(NukeBuild build, Action<T> tell, Action last)
        where T : IBuildExtension
    {
        foreach (var extension in BuildExtensions.Of<T>(build))
            tell(extension);
        last();
    }
}
