using Pipeline.Core.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>
/// Rows with their truth, and what one or two models answered for them, in an order of their own: by answers and truth, so that
/// resamples do not depend on the order of the data.
/// </summary>
internal sealed class Sample
{
    private readonly bool[] _truth;
    private readonly double[][] _answers;
    private readonly DecisionRule[] _rules;

    private Sample(string? slice, bool[] truth, double[][] answers, DecisionRule[] rules) =>
        (Slice, _truth, _answers, _rules) = (slice, truth, answers, rules);

    /// <summary>As "sex=F"; null for all rows.</summary>
    public string? Slice { get; }

    /// <summary>Why the answers cannot be judged, as a clause.</summary>
    public string? Broken { get; private init; }

    /// <param name="slice">As "sex=F"; null for all rows.</param>
    /// <param name="truth">By row, whether it is positive.</param>
    /// <param name="rows">Those that belong to the sample.</param>
    /// <param name="answers">Of each model, by row.</param>
    public static Sample Of(string? slice, IReadOnlyList<bool> truth, IReadOnlyList<int> rows, params Answers[] answers)
    {
        if (answers.Select(x => x.Broken).FirstOrDefault(x => x is not null) is { } broken)
            return new Sample(slice, [], [], []) { Broken = broken };
        var ordered = rows.OrderBy(x => truth[x]);
        foreach (var model in answers)
            ordered = ordered.ThenBy(x => model.Probabilities[x]);
        int[] order = [.. ordered];
        return new Sample(
            slice,
            [.. order.Select(x => truth[x])],
            [.. answers.Select(x => order.Select(y => x.Probabilities[y]).ToArray())],
            [.. answers.Select(x => x.Decision)]);
    }

    public ScoredRows First() => new(_truth, _answers[0], _rules[0]);

    public ScoredRows Second() => new(_truth, _answers[1], _rules[1]);
}
