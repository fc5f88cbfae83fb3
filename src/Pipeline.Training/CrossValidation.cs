using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MathNet.Numerics.Distributions;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Training;

/// <summary>The manifest's <c>training.cross-validation</c>.</summary>
[Description("How good models of these options are, by parts of the train rows that they have not seen.")]
public sealed record CrossValidationSpec
{
    [Description("Into how many parts the train rows are divided, each of which one model is measured on; 5 by default.")]
    [Range(2, 50)]
    public int Folds { get; init; } = 5;

    [Description("How sure the intervals are; 0.95 by default.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Confidence { get; init; } = 0.95;
}

/// <summary>Trains a model for each fold and measures it on the rows that it has not seen.</summary>
/// <param name="request">Has the data and the metrics.</param>
/// <param name="progress">Told how many folds are done.</param>
internal sealed class CrossValidation(RunRequest request, IProgress<StepEvent> progress)
{
    private const string Step = "cross-validation";

    /// <param name="spec">How.</param>
    /// <param name="choice">Who trains, and with which options.</param>
    /// <param name="threshold">From which probability on an answer is positive; null for the usual one.</param>
    /// <param name="cancellationToken">Ends it between two folds.</param>
    public async Task<Validated<CrossValidationScores>> RunAsync(
        CrossValidationSpec spec, TrainerChoice choice, double? threshold, CancellationToken cancellationToken)
    {
        var task = request.Manifest.Frame.Task;
        var divided = RowFolds.Of(request.Data, task, spec.Folds);
        if (!divided.TryGet(out var folds))
            return Refuse(divided.Problems);
        var judge = new FoldJudge(request, threshold);
        var metrics = request.Metrics.Where(metric => metric.Task == task).ToList();
        var measured = new List<FoldScores>();
        var lacking = new Dictionary<string, string>();
        foreach (var (index, fold) in folds.Index())
        {
            progress.Report(new StepEvent.Advanced(Step, index, folds.Count, "folds"));
            var judged = await judge.JudgeAsync(choice, fold, seed: null, cancellationToken);
            if (!judged.TryGet(out var rows))
                return Refuse(judged.Problems);
            var values = new Dictionary<string, double>();
            foreach (var metric in metrics)
            {
                if (metric.Refuse(rows) is { } reason)
                    lacking.TryAdd(metric.Name, $"in {fold.Name}, {reason}");
                else
                    values[metric.Name] = metric.Of(rows);
            }

            measured.Add(new FoldScores(fold.Fit.Indexes.Count, fold.Held.Indexes.Count, values));
        }

        progress.Report(new StepEvent.Advanced(Step, folds.Count, folds.Count, "folds"));
        return Validated.Valid(new CrossValidationScores
        {
            Folds = measured,
            Division = RowFolds.Describe(request.Data, task),
            Measurements = [.. metrics.Select(metric => lacking.TryGetValue(metric.Name, out var reason)
                ? new Measurement { Name = metric.Name, Value = new MeasuredValue.NotMeasured(reason) }
                : Mean(metric, measured, spec.Confidence))],
        });
    }

    /// <summary>
    /// The variance of the mean is that of the folds' values, times 1 / folds and the share of rows that are held to rows that
    /// are learned from (Nadeau and Bengio 2003, section 3; their shares are the same in each fold, here their mean is taken).
    /// </summary>
    internal static Measurement Mean(IMetric metric, IReadOnlyList<FoldScores> folds, double confidence)
    {
        double[] values = [.. folds.Select(fold => fold.Values[metric.Name])];
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        var overlap = folds.Average(fold => (double)fold.Held / fold.Learned);
        var half = StudentT.InvCDF(location: 0, scale: 1, freedom: values.Length - 1, (1 + confidence) / 2)
            * Math.Sqrt(((1.0 / values.Length) + overlap) * variance);
        return new Measurement
        {
            Name = metric.Name,
            Value = mean,
            Samples = folds.Sum(fold => fold.Held),
            Interval = new ConfidenceInterval(
                Math.Max(metric.Lowest, mean - half), Math.Min(metric.Highest, mean + half), confidence),
        };
    }

    private Validated<CrossValidationScores> Refuse(IEnumerable<Problem> problems) =>
        Validated.Invalid<CrossValidationScores>(problems.Select(problem => problem.File.Length > 0
            ? problem
            : request.Manifest.Locate("training.cross-validation").Problem(problem.Message, problem.Hint)));
}

/// <summary>Measures a trainer with options on rows that its model has not seen. Many threads may use it.</summary>
/// <param name="request">Has the data, and what loads a model.</param>
/// <param name="threshold">From which probability on an answer is positive; null for the usual one.</param>
/// <param name="threads">The share of the machine of one training of several; null where there is one.</param>
internal sealed class FoldJudge(RunRequest request, double? threshold, int? threads = null)
{
    private readonly ModelMaker _maker = new(request, new Progress<StepEvent>(_ => { })) { Threads = threads };

    /// <param name="choice">Who trains, and with which options.</param>
    /// <param name="fold">Where it learns, and where it is measured.</param>
    /// <param name="seed">Null for the manifest's.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public async Task<Validated<MetricRows>> JudgeAsync(
        TrainerChoice choice, RowFold fold, int? seed, CancellationToken cancellationToken)
    {
        var trained = await _maker.MakeAsync(choice, fold.Fit, cancellationToken, seed);
        if (!trained.TryGet(out var model))
            return Validated.Invalid<MetricRows>(trained.Problems);
        var artifact = threshold is { } limit
            ? model.Artifact.With(DecisionRule.Threshold.Usual with { Limit = limit })
            : model.Artifact;
        var asked = await _maker.AskAsync(artifact, fold.Held, cancellationToken);
        if (!asked.TryGet(out var rows))
            return asked;
        var kind = TaskKind.Of(request.Manifest.Frame.Task);
        var wrong = rows.Answers.SelectMany(column => column).Select(kind.Refuse).FirstOrDefault(words => words is not null);
        return wrong is not null
            ? Validated.Invalid<MetricRows>(new Problem($"In {fold.Name}, the model answered what is not accepted {wrong}."))
            : asked;
    }
}
