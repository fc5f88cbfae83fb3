using System.Diagnostics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>A way to say in one number how good answers are. Name and meaning are scikit-learn's.</summary>
internal sealed record Metric
{
    public required string Name { get; init; }

    public required bool HigherIsBetter { get; init; }

    /// <summary>No value is below it.</summary>
    public double Lowest { get; init; }

    /// <summary>No value is above it.</summary>
    public double Highest { get; init; } = 1;

    public required MetricNeeds Needs { get; init; }

    /// <summary>Prepares the metric for rows once, to be computed for many weights.</summary>
    public required Func<ScoredRows, RowStatistic> On { get; init; }

    /// <summary>How many rows the value rests on: for recall, those that are positive in truth. All of them by default.</summary>
    public Func<ScoredRows, int> Samples { get; init; } = x => x.Count;

    /// <summary>Of each row once; NaN where <see cref="Refuse"/> has a reason.</summary>
    public double Of(ScoredRows rows) => On(rows)(Enumerable.Repeat(1, rows.Count).ToArray());

    /// <summary>Why there is no value, as a clause; null where there is one.</summary>
    public string? Refuse(ScoredRows rows) => Needs switch
    {
        _ when rows.Count == 0 => "there are no rows",
        MetricNeeds.Rows => null,
        _ when rows.Positives == 0 => "no row is positive",
        MetricNeeds.PositiveRows => null,
        MetricNeeds.BothClasses => rows.Positives == rows.Count ? "no row is negative" : null,
        _ => throw new UnreachableException(),
    };
}
