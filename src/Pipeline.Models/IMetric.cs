using System.Collections.Immutable;

namespace Pipeline.Models;

/// <summary>
/// A team's own way to say in one number how good a model's answers are, with intervals and gates like any other. The class is
/// public and has a constructor without parameters.
/// </summary>
public interface IMetric
{
    /// <summary>As gates and reports have it, in snake case: "expected_profit".</summary>
    string Name { get; }

    /// <summary>Whose answers it measures.</summary>
    ModelTask Task { get; }

    bool HigherIsBetter { get; }

    /// <summary>No value is below it; an interval of which nothing is known begins there. No bound by default.</summary>
    double Lowest => double.MinValue;

    /// <summary>No value is above it. No bound by default.</summary>
    double Highest => double.MaxValue;

    /// <summary>
    /// The value of some rows, each counted as often as its weight says; NaN where it is not defined. It is asked for many
    /// weights, by many threads at once, and does not depend on the order of rows.
    /// </summary>
    /// <param name="rows">Truth and answers.</param>
    /// <param name="weights">For each row, 0 or more.</param>
    double Measure(MetricRows rows, ReadOnlySpan<int> weights);
}

/// <summary>What was true of some rows, and what a model answered.</summary>
/// <param name="Truth">
/// By row: the number, or the number of the class in the label's order; of two classes 1 for the positive one and 0 for the
/// other.
/// </param>
/// <param name="Answers">
/// By output that the task is judged by, then by row: the probability of the positive class, of each class, or the number.
/// </param>
/// <param name="Decision">What the answers come to.</param>
public sealed record MetricRows(
    ImmutableArray<double> Truth, ImmutableArray<ImmutableArray<double>> Answers, DecisionRule Decision)
{
    public int Count => Truth.Length;
}
