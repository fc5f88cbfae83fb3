using Pipeline.Core.Checks;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Replay;

/// <summary>Something that goes wrong with the traffic of applicants, and what has to be said of it.</summary>
/// <param name="Name">As people say it.</param>
/// <param name="Rule">That has to alert.</param>
/// <param name="Column">About which column; null for none.</param>
internal sealed record PlantedFault(string Name, string Rule, string? Column)
{
    /// <summary>Of the requests, as many have it.</summary>
    public double Share { get; init; } = 1;

    /// <summary>What the model is asked instead.</summary>
    public Action<Applicant>? Alters { get; init; }

    /// <summary>Those that pay back are those who would not have.</summary>
    public bool Turns { get; init; }

    /// <summary>The server refuses requests that have it, for this reason.</summary>
    public (string Field, RefusalReason Reason)? Refused { get; init; }

    /// <summary>The share of requests that never arrive.</summary>
    public double Lost { get; init; }

    /// <summary>By how much latency grows with each window.</summary>
    public double Slower { get; init; }

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("schema: one client of three sends debt as a text", "type_faults", "debt")
        {
            Share = 0.33,
            Refused = ("debt", RefusalReason.Type),
        },
        new("schema: one client of three renames hours", "missing", "hours")
        {
            Share = 0.33,
            Refused = ("hours", RefusalReason.Missing),
        },
        new("schema: purposes are written in capitals", "unseen", "purpose")
        {
            Alters = x => x.Purpose = x.Purpose.ToUpperInvariant(),
        },
        new("unit: income times 1,000", "out_of_range", "income") { Alters = x => x.Income *= 1000 },
        new("unit: debt in thousands, one in five", "drift-inputs", "debt") { Share = 0.2, Alters = x => x.Debt /= 1000 },
        new("dead feature: hours are always 40", "drift-inputs", "hours") { Alters = x => x.Hours = 40 },
        new("dead feature: debt has no value any more", "missing", "debt") { Alters = x => x.Debt = double.NaN },
        new("sub-population: three women for each man", "drift-inputs", "sex")
        {
            Share = 0.5,
            Alters = x => x.Sex = "F",
        },
        new("sub-population: the income of women is lost by half", "demographic_parity_difference-sex", "sex")
        {
            Alters = x => x.Income = x.Sex == "F" ? x.Income / 2 : x.Income,
        },
        new("latency: a leak, 3 % slower each day", "latency_p95", null) { Slower = 0.03 },
        new("concept: those who paid back no longer do", "roc_auc", null) { Share = 0.3, Turns = true },
        new("no traffic", "predictions", null) { Lost = 1 },
    ];

    /// <summary>The standard rules, and one for each that has no standard.</summary>
    /// <param name="learned">From how many windows limits are learned.</param>
    public static IReadOnlyList<RuleSpec> Rules(int learned) =>
    [
        .. StandardRules.All,
        new MetricRule { Metric = "roc_auc", Criterion = new Criterion.NoWorseThan(MetricRule.Evaluation, 0.05) },
        new MetricRule { Metric = "estimated_roc_auc", Criterion = new Criterion.NoWorseThan(MetricRule.Evaluation, 0.05) },
        new MetricRule { Metric = "latency_p95", Learned = new LearnedLimit { Windows = learned } },
        new FairnessRule
        {
            Metric = "demographic_parity_difference",
            Columns = ["sex"],
            Criterion = new Criterion.AtMost(0.1),
        },
    ];
}
