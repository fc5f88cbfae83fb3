using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Evaluation;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Training;

namespace Pipeline.Delivery.Drafts;

/// <summary>
/// Validates, trains and judges as the stages will, in memory alone, to see what gates a model of this data can hold to.
/// </summary>
/// <param name="request">Has the trainers, the metrics and the clock.</param>
internal sealed class FirstTraining(DeliveryRequest request)
{
    private static readonly Dictionary<ModelTask, string[]> Metrics = new()
    {
        [ModelTask.BinaryClassification] = ["roc_auc", "log_loss"],
        [ModelTask.MulticlassClassification] = ["accuracy", "balanced_accuracy"],
        [ModelTask.Regression] = ["r2", "mean_absolute_error"],
    };

    /// <summary>Data that does not pass its own checks or cannot be learned from has no gates, but problems.</summary>
    /// <param name="manifest">Without gates.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<Validated<IReadOnlyList<GateProposal>>> ProposeAsync(
        BoundManifest<ModelFrame> manifest, CancellationToken cancellationToken)
    {
        var progress = request.Face.Progress;
        var dataset = new DatasetRequest { Manifest = manifest, Folder = request.Root, Clock = request.Clock };
        var validated = await DatasetValidator.ValidateAsync(dataset, progress, cancellationToken);
        if (!validated.TryGet(out var document))
            return Refuse(validated.Problems);
        if (document.Report.Fails)
            return Refuse(document.Report.Failures.Select(x => new Problem($"{x.Check.Id}: {x.Verdict.Reason}")));
        var loaded = await DatasetLoader.LoadAsync(dataset, document, progress, cancellationToken);
        return loaded.TryGet(out var data) ? Train(manifest, data, cancellationToken) : Refuse(loaded.Problems);
    }

    private Validated<IReadOnlyList<GateProposal>> Train(
        BoundManifest<ModelFrame> manifest, Dataset data, CancellationToken cancellationToken)
    {
        var choice = TrainerChoice.Of(manifest, request.Parts.Trainers).OrThrow();
        var training = new TrainingRequest
        {
            Set = data.TrainingSet(),
            Options = choice.Options,
            Seed = manifest.Get<TrainingSection>().Seed,
        };
        var trained = choice.Trainer.Train(training, request.Face.Progress, cancellationToken);
        if (!trained.TryGet(out var model))
            return Refuse(trained.Problems);
        using var predictor = request.Parts.Predictors.Load(model.Artifact);
        var evaluated = Evaluator.Evaluate(
            new EvaluationRequest
            {
                Manifest = manifest,
                Data = data.Labelled(manifest.Get<DataSection>()),
                Predictor = predictor,
                Model = model.Artifact.Digest,
                Metrics = request.Parts.Metrics,
            },
            cancellationToken);
        return evaluated.TryGet(out var evaluation)
            ? Validated.Valid<IReadOnlyList<GateProposal>>([.. Propose(evaluation, manifest.Frame.Task)])
            : Refuse(evaluated.Problems);
    }

    private IEnumerable<GateProposal> Propose(EvaluationDocument evaluation, ModelTask task) =>
        from name in Metrics[task]
        let metric = request.Parts.Metrics.Single(x => x.Name == name && x.Task == task)
        let measured = evaluation.Measurements.Single(x => x.Name == name)
        where measured is { Value: MeasuredValue.Number, Interval.IsUsable: true }
        select new GateProposal(metric, measured);

    private static Validated<IReadOnlyList<GateProposal>> Refuse(IEnumerable<Problem> problems) =>
        Validated.Invalid<IReadOnlyList<GateProposal>>(problems);
}

/// <summary>A limit that a first model keeps to with its whole interval, and half of that interval to spare.</summary>
/// <param name="Metric">What is limited.</param>
/// <param name="Measured">What the first model came to, with an interval.</param>
internal sealed record GateProposal(IMetric Metric, Measurement Measured)
{
    private const decimal ScoreStep = 0.001m;

    /// <summary>Spared at least, of a score whose interval is nothing because every answer is right.</summary>
    private const double LeastOfAScore = 0.01;

    /// <summary>The same of an error, as a share of it.</summary>
    private const double LeastOfAnError = 0.02;

    private static readonly int UsualSamples = new Evaluation.Gates.MetricGate
    {
        Name = "any",
        Criterion = new Criterion.AtLeast(0),
    }.SamplesAtLeast;

    private double Value => ((MeasuredValue.Number)Measured.Value).Value;

    private ConfidenceInterval Interval => Measured.Interval!;

    /// <summary>Rounded to the looser side.</summary>
    public decimal Limit => Metric.HigherIsBetter
        ? Math.Floor((decimal)(Interval.Low - Math.Max((Value - Interval.Low) / 2, LeastOfAScore)) / ScoreStep) * ScoreStep
        : Ceiling(Interval.High + Math.Max((Interval.High - Value) / 2, LeastOfAnError * Interval.High));

    /// <summary>No model at all would do as well: half of all pairs in order, or the mean for every row.</summary>
    public bool IsNoBetterThanChance => Interval.Low <= (Metric.Name switch
    {
        "roc_auc" => 0.5,
        "r2" => 0,
        _ => double.NegativeInfinity,
    });

    /// <summary>"roc_auc was 0.921, between 0.915 and 0.927 with a confidence of 95 %".</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"{Metric.Name} was {Value:0.####}, between {Interval.Low:0.####} and {Interval.High:0.####} "
        + $"with a confidence of {Interval.Confidence:0.##%}");

    /// <summary>"{metric: roc_auc, at-least: 0.912}".</summary>
    public string Gate => string.Create(
        CultureInfo.InvariantCulture,
        $"{{metric: {Metric.Name}, {(Metric.HigherIsBetter ? "at-least" : "at-most")}: {Limit:0.############}{OfFewRows}}}");

    /// <summary>The same metric against the champion, by a margin as wide as chance is.</summary>
    public string ChampionGate => string.Create(
        CultureInfo.InvariantCulture,
        $"{{metric: {Metric.Name}, no-worse-than: champion, margin: {Margin:0.##}, "
        + $"confidence: {Interval.Confidence}{OfFewRows}}}");

    private double Margin => Math.Max(0.01, Math.Ceiling((Interval.High - Interval.Low) / 2 * 100) / 100);

    /// <summary>With so few rows a gate decides nothing, and should not stop a release either.</summary>
    private string OfFewRows => Measured.Samples < UsualSamples ? ", inconclusive: warn" : "";

    /// <summary>To three digits.</summary>
    private static decimal Ceiling(double error)
    {
        var step = (decimal)Math.Pow(10, Math.Floor(Math.Log10(Math.Clamp(error, 1e-6, 1e12))) - 2);
        return Math.Ceiling((decimal)Math.Min(error, 1e15) / step) * step;
    }
}
