using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Delivery;
using Pipeline.Delivery.Reports;

namespace Pipeline.Targets.Delivery;

/// <summary>Keeps what a delivery says.</summary>
internal sealed class FakeFace : IDeliveryFace
{
    public List<string> Said { get; } = [];

    public List<string> Warned { get; } = [];

    public List<Problem> Annotated { get; } = [];

    public List<string> Lines { get; } = [];

    public List<ReportTable> Tables { get; } = [];

    public List<string> Summaries { get; } = [];

    public Dictionary<string, string> Facts { get; } = [];

    public Dictionary<string, string> Outputs { get; } = [];

    public IProgress<StepEvent> Progress { get; init; } = new Progress<StepEvent>();

    /// <summary>Told of each look of who watches at a terminal; null where there is none.</summary>
    public Action? OnScreen { get; init; }

    public bool HasScreen => OnScreen is not null;

    public void Watch(IReadOnlyList<WatchFrame> frames, IReadOnlyList<WatchFrame> before)
    {
        Said.AddRange(frames.Select(x => x.Brief));
        OnScreen?.Invoke();
    }

    public void Say(string sentence) => Said.Add(sentence);

    public void Warn(string sentence) => Warned.Add(sentence);

    public void Annotate(Problem problem) => Annotated.Add(problem);

    public void Write(IEnumerable<string> lines) => Lines.AddRange(lines);

    public void WriteWhole(string line) => Lines.Add(line);

    public void Write(ReportTable table) => Tables.Add(table);

    public void Sum(IReadOnlyList<KeyValuePair<string, string>> facts)
    {
        foreach (var (name, value) in facts)
            Facts[name] = value;
    }

    public void Summarize(string markdown) => Summaries.Add(markdown);

    public void SummarizeText(IReadOnlyList<string> lines) => Summaries.AddRange(lines);

    public void Output(string name, string value) => Outputs[name] = value;
}
