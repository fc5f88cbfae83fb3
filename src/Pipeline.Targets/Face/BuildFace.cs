using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Delivery;
using Pipeline.Delivery.Reports;
using Serilog;

namespace Pipeline.Targets.Face;

/// <summary>A delivery on the build's console, in the engine's summary, and on the page of a CI run.</summary>
internal sealed class BuildFace(IPipelineBuild build) : IDeliveryFace
{
    public IProgress<StepEvent> Progress { get; } = new DeliveryProgress(TimeProvider.System);

    public void Say(string sentence) => Log.Information("{Sentence}", sentence);

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
