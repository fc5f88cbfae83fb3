using System.Collections.Immutable;
using System.Diagnostics;
using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>Truth and a model's answers for some rows, in the form that the metrics of a task want them.</summary>
internal abstract class JudgedSample
{
    /// <summary>How many rows there are.</summary>
    public abstract int Count { get; }

    /// <summary>The same for metrics of a team's own.</summary>
    public MetricRows Raw { get; private set; } = new([], [], new DecisionRule.None());

    /// <param name="truth">By row, as a <see cref="Target"/> has it.</param>
    /// <param name="answers">For the same rows, and not broken.</param>
    public static JudgedSample Of(IReadOnlyList<double> truth, Answers answers)
    {
        var sample = In(truth, answers);
        var columns = answers.Columns.Select(column => column.ToImmutableArray());
        sample.Raw = new MetricRows([.. truth], [.. columns], answers.Decision);
        return sample;
    }

    private static JudgedSample In(IReadOnlyList<double> truth, Answers answers) => answers.Decision switch
    {
        DecisionRule.Threshold x => new ScoredRows([.. truth.Select(y => y > 0)], answers.Columns[0], x),
        DecisionRule.ArgMax => new ClassifiedRows([.. truth.Select(y => (int)y)], answers.Columns),
        DecisionRule.None => new NumberRows(truth, answers.Columns[0]),
        _ => throw new UnreachableException(),
    };
}

/// <summary>Rows that know their task.</summary>
internal interface ITaskRows
{
    static abstract ModelTask Task { get; }
}
