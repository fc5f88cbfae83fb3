using System;

namespace Nuke.Common.Tooling;

/// <summary>Setters of how a tool's process is run.</summary>
public static partial class ToolOptionsExtensions
{
    public static T SetProcessToolPath<T>(this T o, string value) where T : ToolOptions =>
        o.With(nameof(o.ProcessToolPath), value);

    public static T ResetProcessToolPath<T>(this T o) where T : ToolOptions => o.With(nameof(o.ProcessToolPath), null);

    public static T SetProcessWorkingDirectory<T>(this T o, string value) where T : ToolOptions =>
        o.With(nameof(o.ProcessWorkingDirectory), value);

    public static T ResetProcessWorkingDirectory<T>(this T o) where T : ToolOptions =>
        o.With(nameof(o.ProcessWorkingDirectory), null);

    /// <param name="value">In milliseconds; null for no limit.</param>
    public static T SetProcessExecutionTimeout<T>(this T o, int? value) where T : ToolOptions =>
        o.With(nameof(o.ProcessExecutionTimeout), value);

    public static T SetProcessExecutionTimeout<T>(this T o, TimeSpan value) where T : ToolOptions =>
        o.SetProcessExecutionTimeout(checked((int)value.TotalMilliseconds));

    public static T ResetProcessExecutionTimeout<T>(this T o) where T : ToolOptions =>
        o.With(nameof(o.ProcessExecutionTimeout), null);

    public static T SetProcessOutputLogging<T>(this T o, bool? value) where T : ToolOptions =>
        o.With(nameof(o.ProcessOutputLogging), value);

    public static T EnableProcessOutputLogging<T>(this T o) where T : ToolOptions => o.SetProcessOutputLogging(true);

    public static T DisableProcessOutputLogging<T>(this T o) where T : ToolOptions => o.SetProcessOutputLogging(false);

    public static T ResetProcessOutputLogging<T>(this T o) where T : ToolOptions => o.SetProcessOutputLogging(null);

    public static T SetProcessInvocationLogging<T>(this T o, bool? value) where T : ToolOptions =>
        o.With(nameof(o.ProcessInvocationLogging), value);

    public static T EnableProcessInvocationLogging<T>(this T o) where T : ToolOptions => o.SetProcessInvocationLogging(true);

    public static T DisableProcessInvocationLogging<T>(this T o) where T : ToolOptions => o.SetProcessInvocationLogging(false);

    public static T ResetProcessInvocationLogging<T>(this T o) where T : ToolOptions => o.SetProcessInvocationLogging(null);

    public static T SetProcessExitHandling<T>(this T o, bool? value) where T : ToolOptions =>
        o.With(nameof(o.ProcessExitHandling), value);

    public static T EnableProcessExitHandling<T>(this T o) where T : ToolOptions => o.SetProcessExitHandling(true);

    public static T DisableProcessExitHandling<T>(this T o) where T : ToolOptions => o.SetProcessExitHandling(false);

    public static T ResetProcessExitHandling<T>(this T o) where T : ToolOptions => o.SetProcessExitHandling(null);

    public static T SetProcessLogger<T>(this T o, Action<OutputType, string> v) where T : ToolOptions =>
        o.With(nameof(o.ProcessLogger), v);

    /// <summary>Puts a decision of its own in the place of the check for exit code zero.</summary>
    public static T SetProcessExitHandler<T>(this T o, Func<T, IProcess, object> exitHandler) where T : ToolOptions
    {
        Func<ToolOptions, IProcess, object> handler = (x, process) => exitHandler((T)x, process);
        return o.With(nameof(o.ProcessExitHandler), handler);
    }

    public static T SetProcessExitHandler<T>(this T o, Func<IProcess, object> exitHandler) where T : ToolOptions =>
        o.SetProcessExitHandler((T _, IProcess process) => exitHandler(process));

    public static T SetProcessExitHandler<T>(this T o, Action<T, IProcess> exitHandler) where T : ToolOptions =>
        o.SetProcessExitHandler(object (T x, IProcess process) =>
        {
            exitHandler(x, process);
            return null;
        });

    public static T SetProcessExitHandler<T>(this T o, Action<IProcess> exitHandler) where T : ToolOptions =>
        o.SetProcessExitHandler(object (T _, IProcess process) =>
        {
            exitHandler(process);
            return null;
        });
}
