using System.Collections.Concurrent;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Delivery.Reports;
using Pipeline.Delivery;
using Serilog;

namespace Pipeline.Targets.Face;

/// <summary>A delivery on the build's console, in the engine's summary, and on the page of a CI run.</summary>
internal sealed class BuildFace(IPipelineBuild build) : IDeliveryFace
{
    private readonly ConsoleScreen _screen = new();

    public IProgress<StepEvent> Progress { get; } = new DeliveryProgress(TimeProvider.System);

    public string? Ask(string question)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected || build.Ci.IsActive)
            return null;
        Console.Out.Write($"{ConsoleText.Printable(question)}: ");
        return Console.In.ReadLine();
    }

    public void Say(string sentence) => Log.Information("{Sentence}", sentence);

    public bool HasScreen => ConsoleScreen.IsThere;

    public void Watch(IReadOnlyList<WatchFrame> frames, IReadOnlyList<WatchFrame> before)
    {
        if (HasScreen)
            _screen.Show(frames);
        else
            ConsoleScreen.Tell(frames, before);
    }

    public void Warn(string sentence) => Log.Warning("{Sentence}", sentence);

    public void Annotate(Problem problem) => build.Ci.Warning(problem);

    public void Write(IEnumerable<string> lines) => ConsoleText.Write(lines);

    public void WriteWhole(string line) => ConsoleText.WriteLine(line);

    public void Write(ReportTable table) => ConsoleTable.Write(table);

    public void Sum(IReadOnlyList<KeyValuePair<string, string>> facts) => build.ReportSummary(summary =>
    {
        foreach (var (name, value) in facts)
            summary[name] = value;
        return summary;
    });

    public void Summarize(string markdown) => build.Ci.Summarize(markdown);

    public void SummarizeText(IReadOnlyList<string> lines) => build.Ci.SummarizeText(lines);

    public void Output(string name, string value) => build.Ci.Output(name, value);
}

/// <summary>Shows the steps of libraries as log lines; of long work, a line every few seconds. A warning is said once.</summary>
internal sealed class DeliveryProgress(TimeProvider clock) : IProgress<StepEvent>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly StepPace _pace = new(clock);
    private readonly ConcurrentDictionary<StepEvent.Warned, bool> _warned = new();

    private long _shown = clock.GetTimestamp();

    public void Report(StepEvent value)
    {
        var pace = value is StepEvent.Advanced step ? _pace.Describe(step) : "";
        if (pace.Length > 0 && clock.GetElapsedTime(_shown) < Pause)
            return;
        _shown = clock.GetTimestamp();
        switch (value)
        {
            case StepEvent.Advanced advanced:
                Log.Information("{Step}: {Pace}", advanced.Step, pace);
                break;
            case StepEvent.Noted noted:
                Log.Information("{Step}: {Message}", noted.Step, noted.Message);
                break;
            case StepEvent.Warned warned when _warned.TryAdd(warned, true):
                Log.Warning("{Step}: {Message}", warned.Step, warned.Message);
                break;
        }
    }
}
