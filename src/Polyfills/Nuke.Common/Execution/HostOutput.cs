using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>
/// What a build writes around what its targets say: headings, problems once more, the table of targets, the outcome.
/// </summary>
internal static class HostOutput
{
    private const int StatusWidth = 10;
    private const int DurationWidth = 10;

    public static bool IsShown(INukeBuild build, DefaultOutput output) =>
        !build.GetType().GetCustomAttributes<DisableDefaultOutputAttribute>(inherit: true)
            .Any(x => x.DisabledOutputs.Contains(output) && x.IsApplicable(build));

    public static void WriteEnd(NukeBuild build)
    {
        var host = NukeBuild.Host;
        if (IsShown(build, DefaultOutput.ErrorsAndWarnings))
            host.WriteErrorsAndWarnings();
        if (IsShown(build, DefaultOutput.TargetOutcome))
            host.WriteTargetOutcome(build);
        if (IsShown(build, DefaultOutput.BuildOutcome))
            host.WriteBuildOutcome(build);
    }

    public static void WriteLogo()
    {
        var version = typeof(HostOutput).Assembly.GetName().Version?.ToString(3);
        HostConsole.WriteLine();
        HostConsole.WriteLine(
            HostConsole.Accent, $"NUKE Execution Engine, polyfill of version {version} (.NET {Environment.Version})");
    }

    public static IDisposable WriteHeading(string text)
    {
        var length = Math.Max(8, text.Length + 4);
        HostConsole.WriteLine();
        HostConsole.WriteLine(HostConsole.Accent, $"╬{new string('═', length)}\n║ {text}\n╬{new string('═', length / 2)}");
        HostConsole.WriteLine();
        return DelegateDisposable.CreateBracket();
    }

    public static void WriteErrorsAndWarnings()
    {
        var events = Logging.InMemorySink.Instance.LogEvents;
        if (events.Count == 0)
            return;
        using var block = NukeBuild.Host.WriteBlock("Errors & Warnings");
        foreach (var logEvent in events)
        {
            var isError = logEvent.Level >= Serilog.Events.LogEventLevel.Error;
            var target = logEvent.Properties.TryGetValue("Target", out var value) ? value.ToString("l", null) : string.Empty;
            HostConsole.WriteLine(
                isError ? HostConsole.Error : HostConsole.Warning,
                $"[{(isError ? "ERR" : "WRN")}] {target}: {Logging.Render(logEvent)}");
        }
    }

    public static void WriteTargetOutcome(INukeBuild build)
    {
        var nameWidth = Math.Max(19, build.ExecutionPlan.Select(x => x.Name.Length + 4).DefaultIfEmpty().Max());
        var width = nameWidth + StatusWidth + DurationWidth;
        HostConsole.WriteLine();
        HostConsole.WriteLine(HostConsole.Strong, new string('═', width));
        HostConsole.WriteLine(HostConsole.Accent, Row("Target", "Status", "Duration"));
        HostConsole.WriteLine(HostConsole.Strong, new string('─', width));
        foreach (var target in build.ExecutionPlan)
            HostConsole.WriteLine(
                Style(target.Status), (Row(target.Name, $"{target.Status}", Duration(target)) + Remark(target)).TrimEnd());
        HostConsole.WriteLine(HostConsole.Strong, new string('─', width));
        var total = build.ExecutionPlan.Aggregate(TimeSpan.Zero, (sum, x) => sum + x.Duration);
        HostConsole.WriteLine(HostConsole.Accent, Row("Total", string.Empty, Duration(total)));
        HostConsole.WriteLine(HostConsole.Strong, new string('═', width));

        string Row(string name, string status, string duration) =>
            name.PadRight(nameWidth) + status.PadRight(StatusWidth) + duration.PadLeft(DurationWidth);
    }

    public static void WriteBuildOutcome(INukeBuild build)
    {
        var now = DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var succeeded = build.IsSucceeding && build.ExecutionPlan.All(x => x.Status != ExecutionStatus.NotRun);
        HostConsole.WriteLine();
        HostConsole.WriteLine(
            succeeded ? HostConsole.Success : HostConsole.Error,
            succeeded ? $"Build succeeded on {now}." : $"Build failed on {now}.");
    }

    private static string Remark(ExecutableTarget target)
    {
        var text = target switch
        {
            { OnlyWhen: not null } => $"OnlyWhen: {target.OnlyWhen}",
            { Skipped: not null } => $"Skipped: {target.Skipped}",
            _ => string.Join(", ", target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}")),
        };
        return text.Length > 0 ? $"   // {text}" : string.Empty;
    }

    private static string Duration(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted
            ? Duration(target.Duration)
            : string.Empty;

    private static string Duration(TimeSpan time) =>
        time.TotalSeconds < 1 ? "< 1sec" : $"{(int)time.TotalMinutes}:{time.Seconds:00}";

    private static string Style(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => HostConsole.Success,
        ExecutionStatus.Failed or ExecutionStatus.Aborted => HostConsole.Error,
        ExecutionStatus.NotRun => HostConsole.Warning,
        _ => HostConsole.Faint,
    };
}
