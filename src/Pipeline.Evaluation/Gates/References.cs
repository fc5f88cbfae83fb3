using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;

namespace Pipeline.Evaluation.Gates;

/// <summary>What a gate compares a model with, on the same rows.</summary>
internal interface IReference
{
    /// <summary>Why there is no comparison; null where there is one.</summary>
    MeasuredValue? Absent { get; }

    /// <summary>Both answers for the given rows, without those that say nothing.</summary>
    /// <param name="metric">What is compared.</param>
    /// <param name="slice">As "sex=F"; null for all rows.</param>
    /// <param name="rows">Which rows.</param>
    Sample Pair(IMetric metric, string? slice, IEnumerable<int> rows);
}

/// <summary>
/// The trivial answers. A metric is compared with the one that has the best value of it: what is no better than that is not worth
/// a model.
/// </summary>
internal sealed class BaselineRows(JudgedRows judged, IReadOnlyList<Baseline> baselines) : IReference
{
    public MeasuredValue? Absent => baselines.Count == 0
        ? new MeasuredValue.NotMeasured("there are no train rows to make a baseline of")
        : judged.Answers.Broken is { } broken ? new MeasuredValue.NotMeasured(broken) : null;

    public Sample Pair(IMetric metric, string? slice, IEnumerable<int> rows)
    {
        int[] all = [.. rows];
        var answers = baselines.Select(x => x.ToAnswers(judged.Truth.Count, judged.Answers.Decision)).ToList();
        var best = answers.MaxBy(x => Goodness(metric, Sample.Of(slice, judged.Truth, all, x).First()))!;
        return Sample.Of(slice, judged.Truth, judged.Groups, all, judged.Answers, best);
    }

    private static double Goodness(IMetric metric, MetricRows rows) =>
        metric.Refuse(rows) is null ? metric.Worth(metric.Of(rows)) : double.NegativeInfinity;
}
