using Pipeline.Core.Checks;

namespace Pipeline.Models.Documents;

/// <summary>What a model's answers to some test rows become when the rows arrive otherwise than they were meant.</summary>
public sealed record RobustnessReport
{
    /// <summary>How many test rows were disturbed: a sample of them where there are many.</summary>
    public required int Rows { get; init; }

    /// <summary>What chance began with.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// By how much an answer has to move to count as changed, in the label's unit; null where an answer is a class, which changes
    /// or does not.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>The standard rules with their defaults, then those of gates, each once.</summary>
    public required IReadOnlyList<DisturbedAnswers> Results { get; init; }
}

/// <summary>What one rule with its options did to a model's answers.</summary>
public sealed record DisturbedAnswers
{
    /// <summary>The rule: "missing-values".</summary>
    public required string Rule { get; init; }

    /// <summary>Its options in words: "share 0.1"; empty for a rule that has none.</summary>
    public required string Options { get; init; }

    /// <summary>The inputs that were disturbed together, in the order of the signature.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>How many disturbed rows were answered.</summary>
    public required int Answered { get; init; }

    /// <summary>How many a server refuses, since its signature does not admit them: these say nothing of the answers.</summary>
    public required int Refused { get; init; }

    /// <summary>The metric that fell or did not: "roc_auc".</summary>
    public required string Metric { get; init; }

    /// <summary>The metric of the rows as they were, those that were refused left out.</summary>
    public required MeasuredValue Before { get; init; }

    /// <summary>The metric of the disturbed rows.</summary>
    public required MeasuredValue After { get; init; }

    /// <summary>By how much the metric became worse, with an interval of paired rows; below 0 where it became better.</summary>
    public required Measurement Drop { get; init; }

    /// <summary>The share of answers that changed: the class, or the number by more than the tolerance.</summary>
    public required Measurement Changed { get; init; }

    /// <summary>
    /// How far an answer moved on average, without its sign: the probability of the positive class, the most moved probability of
    /// several classes, or the number in the label's unit.
    /// </summary>
    public required Measurement Shift { get; init; }

    /// <summary>What each input does alone, the worst first; none where a rule knows no single inputs.</summary>
    public IReadOnlyList<DisturbedColumn> ByColumn { get; init; } = [];
}

/// <summary>An input that was disturbed alone.</summary>
/// <param name="Name">As in the signature.</param>
/// <param name="Changed">The share of answers that changed.</param>
/// <param name="Shift">How far an answer moved on average, as in <see cref="DisturbedAnswers.Shift"/>.</param>
public sealed record DisturbedColumn(string Name, double Changed, double Shift);
