using Pipeline.Core.Checks;
using Pipeline.Core.Identity;

namespace Pipeline.Delivery.Reports;

/// <summary>A release in a few lines: what did not pass and why, what is out, where, and the way back.</summary>
internal sealed class ReleaseSummary(ModelName model, ModelVersion version, CheckReport report)
{
    private readonly List<(string Name, string Text)> _facts =
    [
        .. report.Results.Where(x => x.Verdict.Outcome != Outcome.Passed)
            .Select(x => (x.Verdict.Outcome.ToString().ToLowerInvariant(), $"{x.Check.Id}: {x.Verdict.Reason}")),
    ];

    public void Add(string name, string text) => _facts.Add((name, text));

    public IReadOnlyList<string> Lines()
    {
        var width = _facts.Max(x => x.Name.Length);
        return
        [
            $"{model} version {version} is out; {report.Summary}",
            .. _facts.Select(x => $"  {x.Name.PadRight(width)}  {x.Text}"),
        ];
    }
}
