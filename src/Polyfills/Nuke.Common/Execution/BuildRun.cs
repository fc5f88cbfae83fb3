using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Nuke.Common.ValueInjection;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>One run of a build, from its arguments to the exit code.</summary>
internal sealed class BuildRun
{
    private const int ErrorExitCode = -1;

    private readonly NukeBuild _build;
    private bool _planned;
    private int _finished;

    private BuildRun(NukeBuild build) => _build = build;

    public static int Execute<T>(Func<T> factory, IReadOnlyList<Func<T, Target>> defaults)
        where T : NukeBuild
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Logging.Configure();
        var build = factory();
        var run = new BuildRun(build);
        Console.CancelKeyPress += (_, e) => run.Cancel(e);
        return run.Execute(() => ExecutableTargetFactory.Create(build, [.. defaults.Select(x => x(build))]));
    }

    private int Execute(Func<IReadOnlyList<ExecutableTarget>> targets)
    {
        try
        {
            Prepare(targets());
            if (ShowAndStop())
                return _build.ExitCode ??= 0;
            ValueInjector.InjectOthers(_build);
            _build.OnBuildInitialized();
            RequirementCheck.Verify(_build);
            TargetExecutor.Execute(_build);
            return _build.ExitCode ??= _build.IsFailing ? ErrorExitCode : 0;
        }
        catch (Exception exception)
        {
            var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
            Log.Verbose(cause, "The build ended before its targets did");
            HostConsole.WriteLine(HostConsole.Error, cause.Message);
            return _build.ExitCode ??= ErrorExitCode;
        }
        finally
        {
            Finish();
        }
    }

    private void Prepare(IReadOnlyList<ExecutableTarget> targets)
    {
        _build.ExecutableTargets = targets;
        ValueInjector.InjectParameters(_build);
        ParametersFileTemplate.EnsureExists(NukeBuild.RootDirectory);
        SchemaFile.Write(_build);
        foreach (var extension in BuildExtensions.Of<IOnBuildCreated>(_build))
            extension.OnBuildCreated(targets);
        _build.OnBuildCreated();

        if (!_build.NoLogo && HostOutput.IsShown(_build, DefaultOutput.Logo))
            NukeBuild.Host.WriteLogo();
        Logging.Configure(_build);
        _build.ExecutionPlan = ExecutionPlanner.Plan(targets, InvokedNames());
        _planned = !_build.Help && !_build.Plan;
        foreach (var extension in BuildExtensions.Of<IOnBuildInitialized>(_build))
            extension.OnBuildInitialized(targets, _build.ExecutionPlan);
    }

    private bool ShowAndStop()
    {
        if (_build.Help)
            HostConsole.WriteLine(HelpText.Render(_build));
        else if (_build.Plan)
            HostConsole.WriteLine(PlanPage.Write(_build));
        return _build.Help || _build.Plan;
    }

    private static string[] InvokedNames()
    {
        if (ParameterSources.Current.GetValue("Target", typeof(string[]), "+") is string[] named)
            return named;
        var positional = ParameterSources.Current.CommandLine.Positional;
        return [.. positional.SelectMany(x => x.Split('+', StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>Ends the build, unless somebody before this one took the interruption into their own hands.</summary>
    private void Cancel(ConsoleCancelEventArgs interruption)
    {
        if (interruption.Cancel)
            return;
        foreach (var target in _build.RunningTargets)
            target.Status = ExecutionStatus.Aborted;
        _build.ExitCode ??= ErrorExitCode;
        Finish();
        Environment.Exit(_build.ExitCode.Value);
    }

    private void Finish()
    {
        if (System.Threading.Interlocked.Exchange(ref _finished, 1) == 1)
            return;
        if (_planned)
        {
            foreach (var target in _build.ScheduledTargets)
                target.Status = ExecutionStatus.NotRun;
            HostOutput.WriteEnd(_build);
        }

        foreach (var extension in BuildExtensions.Of<IOnBuildFinished>(_build))
            extension.OnBuildFinished();
        _build.OnBuildFinished();
        Log.CloseAndFlush();
    }
}
