using Pipeline.Core.Checks;
using Scriban.Runtime;

namespace Pipeline.Reporting.ModelCards;

/// <summary>A gate, and the verdict on all of them, under the names that templates know.</summary>
internal static class GateView
{
    public static ScriptObject Of(CheckResult result) => new()
    {
        ["id"] = result.Check.Id,
        ["metric"] = result.Measurement.Name,
        ["slice"] = result.Measurement.Slice,
        ["value"] = Figure.WithUnit(result.Measurement.Value, result.Measurement.Unit),
        ["limit"] = result.Check.Criterion.ToString(),
        ["outcome"] = Word(result.Verdict.Outcome),
        ["reason"] = result.Verdict.Reason,
        ["severity"] = result.Check.Severity.ToString().ToLowerInvariant(),
        ["fails"] = result.Fails,
    };

    /// <summary>Null when nothing was judged: a card without gates must not look like one whose gates passed.</summary>
    public static ScriptObject? VerdictOf(CheckReport? report) => report is null or { Results.Count: 0 }
        ? null
        : new ScriptObject
        {
            ["outcome"] = Word(report.Worst),
            ["fails"] = report.Fails,
            ["title"] = report.Fails ? "Gates failed" : report.Warnings.Any() ? "Gates passed with warnings" : "Gates passed",
            ["summary"] = report.Summary,
        };

    private static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();
}
