using Pipeline.Core.Checks;
using Pipeline.Core.Stages;
using Pipeline.Delivery.Reports;

namespace Pipeline.Delivery.Stages;

/// <summary>What a stage left, for a person.</summary>
/// <param name="Facts">A few pairs for the summary of targets.</param>
internal sealed record StageOutcome(IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    /// <summary>Null for a step that is no stage.</summary>
    public StagePlan? Plan { get; init; }

    /// <summary>What was judged, as "dataset of loan-default"; null where nothing was.</summary>
    public string? Subject { get; init; }

    public CheckReport? Report { get; init; }

    /// <summary>The report as a table, for the console and for the page of a run; null where there are only lines.</summary>
    public GateReport? Gates { get; init; }

    /// <summary>Plain lines about each of the checks; none where their sentences are enough.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
