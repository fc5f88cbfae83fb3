using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Nuke.Common.Utilities;
using Serilog;
using Serilog.Context;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.SystemConsole.Themes;

namespace Nuke.Common.Execution;

/// <summary>Where log events go: the console, the host's annotations, files under <c>.nuke/temp</c>, and memory.</summary>
public static class Logging
{
    private const string TargetProperty = "Target";
    private const string FileTemplate = "{Timestamp:HH:mm:ss.fff} | {Level:u1} | {Target} | {Message:l}{NewLine}{Exception}";

    public static readonly LoggingLevelSwitch LevelSwitch = new(LogEventLevel.Debug);

    public static LogLevel Level
    {
        get => LevelSwitch.MinimumLevel switch
        {
            LogEventLevel.Verbose => LogLevel.Trace,
            LogEventLevel.Warning => LogLevel.Warning,
            LogEventLevel.Error or LogEventLevel.Fatal => LogLevel.Error,
            _ => LogLevel.Normal,
        };
        set => LevelSwitch.MinimumLevel = value switch
        {
            LogLevel.Trace => LogEventLevel.Verbose,
            LogLevel.Warning => LogEventLevel.Warning,
            LogLevel.Error => LogEventLevel.Error,
            _ => LogEventLevel.Debug,
        };
    }

    public static void Configure(INukeBuild build = null)
    {
        Log.CloseAndFlush();
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .ConfigureEnricher()
            .ConfigureHost(build)
            .ConfigureConsole(build)
            .ConfigureInMemory(build);
        Log.Logger = (build is null ? configuration : configuration.ConfigureFiles(build)).CreateLogger();
    }

    public static LoggerConfiguration ConfigureEnricher(this LoggerConfiguration configuration) =>
        configuration.Enrich.FromLogContext();

    public static LoggerConfiguration ConfigureConsole(this LoggerConfiguration configuration, INukeBuild build)
    {
        var time = build is null || HostOutput.IsShown(build, DefaultOutput.Timestamps) ? "{Timestamp:HH:mm:ss} " : string.Empty;
        return configuration.WriteTo.Console(
            outputTemplate: time + "[{Level:u3}] {Message:l}{NewLine}{Exception}",
            formatProvider: CultureInfo.InvariantCulture,
            theme: HostConsole.HasColors ? AnsiConsoleTheme.Code : ConsoleTheme.None,
            applyThemeToRedirectedOutput: true,
            levelSwitch: LevelSwitch);
    }

    /// <summary>Files of this run alone, so that two builds at once in one folder do not mix.</summary>
    public static LoggerConfiguration ConfigureFiles(this LoggerConfiguration configuration, INukeBuild build)
    {
        string folder = build.TemporaryDirectory;
        foreach (var old in Directory.GetFiles(folder, "build.*.log").Order(StringComparer.Ordinal).SkipLast(9))
            File.Delete(old);
        var stamp = DateTime.Now.ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture);
        var latest = Path.Combine(folder, "build.log");
        File.Delete(latest);
        return configuration.WriteToFile(latest).WriteToFile(Path.Combine(folder, $"build.{stamp}_{Environment.ProcessId}.log"));
    }

    public static LoggerConfiguration ConfigureHost(this LoggerConfiguration configuration, INukeBuild build) =>
        configuration.WriteTo.Sink(new HostSink(), LogEventLevel.Warning);

    public static LoggerConfiguration ConfigureInMemory(this LoggerConfiguration configuration, INukeBuild build) =>
        configuration.WriteTo.Sink(InMemorySink.Instance, LogEventLevel.Warning);

    /// <summary>Names the target in every event until the returned object is disposed.</summary>
    public static IDisposable SetTarget(string name) => LogContext.PushProperty(TargetProperty, name);

    internal static string Render(LogEvent logEvent) => new Serilog.Formatting.Display.MessageTemplateTextFormatter("{Message:l}")
        .ToText(logEvent);

    private static string ToText(this Serilog.Formatting.ITextFormatter formatter, LogEvent logEvent)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        formatter.Format(logEvent, writer);
        return writer.ToString();
    }

    private static LoggerConfiguration WriteToFile(this LoggerConfiguration configuration, string path) =>
        configuration.WriteTo.File(path, outputTemplate: FileTemplate, formatProvider: CultureInfo.InvariantCulture);

    /// <summary>Keeps warnings and errors for the end of the build.</summary>
    public class InMemorySink : ILogEventSink, IDisposable
    {
        private readonly List<LogEvent> _events = [];

        internal InMemorySink() { }

        public static InMemorySink Instance { get; } = new();

        public IReadOnlyCollection<LogEvent> LogEvents => _events;

        public void Emit(LogEvent logEvent) => _events.Add(logEvent);

        public void Dispose() => GC.SuppressFinalize(this);
    }

    private sealed class HostSink : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
            var text = logEvent.RenderMessage(CultureInfo.InvariantCulture);
            if (logEvent.Level == LogEventLevel.Warning)
                NukeBuild.Host?.ReportWarning(text, logEvent.Exception?.ToString());
            else
                NukeBuild.Host?.ReportError(text, logEvent.Exception?.ToString());
        }
    }
}
