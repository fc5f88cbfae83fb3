using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Runs;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Makes of an evaluation, and of the answers that were kept of it, what a model in service is held against. Neither the model
/// nor the data is needed for it.
/// </summary>
/// <param name="metrics">All that are known, of any task, in the order of reports.</param>
/// <param name="options">How intervals are made.</param>
public sealed class PerformanceReferenceMaker(IReadOnlyList<IMetric> metrics, PerformanceOptions options)
{
    /// <summary>How many slices rows are cut into, of which all but the first are estimated by those before.</summary>
    private const int Slices = 5;

    /// <summary>Of fewer rows a slice says nothing.</summary>
    private const int LeastOfSlice = 100;

    /// <summary>Answers that cannot be judged are a problem.</summary>
    /// <param name="evaluation">Of the model.</param>
    /// <param name="answered">The rows that it was judged by, with what it answered.</param>
    /// <param name="times">By row, where it stands in time; null takes them in their order.</param>
    /// <param name="cancellationToken">Ends it between two draws.</param>
    public Validated<PerformanceReference> Make(
        EvaluationDocument evaluation,
        AnsweredRows answered,
        IReadOnlyList<long>? times,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(answered);
        if (answered.Answers.Broken is { } broken)
            return Validated.Invalid<PerformanceReference>(new Problem($"The model's answers cannot be judged: {broken}."));
        var (rows, columns) = (answered.Rows, answered.Answers.Columns);
        if (columns.Count == 0 || columns.Any(column => column.Count != rows.Truth.Count) || rows.Truth.Count == 0)
            return Validated.Invalid<PerformanceReference>(new Problem("There is not an answer to each of the rows."));
        var isRegression = rows.Task == ModelTask.Regression;
        return Validated.Valid(new PerformanceReference
        {
            Model = evaluation.Model,
            Task = rows.Task,
            Label = rows.Label,
            Rows = rows.Truth.Count,
            Measurements = evaluation.Measurements,
            Probabilities = isRegression ? [] : ClassProbabilities.Find(columns, rows.Truth) ?? [],
            Trials = isRegression ? [] : [.. Try(answered, times, cancellationToken)],
        });
    }

    private IEnumerable<EstimateTrial> Try(AnsweredRows answered, IReadOnlyList<long>? times, CancellationToken cancellationToken)
    {
        var task = answered.Rows.Task;
        if (metrics.FirstOrDefault(metric => metric.Task == task) is not { } metric)
            yield break;
        var all = Enumerable.Range(0, answered.Rows.Truth.Count);
        int[] order = times is null ? [.. all] : [.. all.OrderBy(row => times[row])];
        for (var slice = 1; slice < Slices; slice++)
        {
            var (from, to) = (order.Length * slice / Slices, order.Length * (slice + 1) / Slices);
            if (to - from < LeastOfSlice)
                yield break;
            var (before, after) = (Taken(answered, order[..from]), Taken(answered, order[from..to]));
            var found = ClassProbabilities.Find(before.Answers, before.Outcomes);
            var outcomes = after.ToOutcomes();
            if (found is null)
                continue;
            var real = new Evaluation.Production.OutcomeSensor(
                [metric], new Statistics.BootstrapOptions { Resamples = 1 }, options.Confidence)
                .Measure(outcomes, cancellationToken)[0];
            var estimated = new ConfidenceEstimate([metric], found, options).Measure(after, cancellationToken)[0];
            if (real.Value is MeasuredValue.Number(var value) && estimated.Value is MeasuredValue.Number)
                yield return new EstimateTrial(metric.Name, before.Count, after.Count, value, estimated);
        }
    }

    private static PredictionRows Taken(AnsweredRows answered, int[] rows) => new()
    {
        Task = answered.Rows.Task,
        Label = answered.Rows.Label,
        Decision = answered.Answers.Decision,
        Times = [],
        Answers = [.. answered.Answers.Columns.Select(column => Array.ConvertAll(rows, row => column[row]))],
        Outcomes = [.. rows.Select(row => answered.Rows.Truth[row])],
        Weights = [.. rows.Select(_ => 1.0)],
    };
}
