using System.Globalization;
using Microsoft.ML;
using Pipeline.Core.Documents;
using Pipeline.Core.Models;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Core.Tables;
using Pipeline.MLNet.Rows;

namespace Pipeline.MLNet.FastTree;

/// <summary>Boosted trees of ML.NET, for binary classification.</summary>
/// <param name="time">Measures how long training takes.</param>
public sealed class FastTreeTrainer(TimeProvider time) : ITrainer
{
    private const string Step = "training fast-tree";

    public string Name => "fast-tree";

    public IReadOnlyList<TrainerOption> Options => FastTreeOptions.All;

    /// <summary>Cancellation is heeded while rows are read; the growth of trees does not stop in between.</summary>
    public Validated<TrainedModel> Train(
        TrainingRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        if (request.Set.Task != ModelTask.BinaryClassification)
            return Validated.Invalid<TrainedModel>(WrongTask(request.Set.Task));
        var label = BinaryLabel.Discover(request.Set.Rows[request.Set.Label], request.Set.Positive);
        var features = request.Set.Rows.Without(request.Set.Label);
        var problems = label.Problems.Concat(FeatureProblems(features)).ToList();
        return problems.Count > 0
            ? Validated.Invalid<TrainedModel>(problems)
            : Validated.Valid(Train(request, new LabelledRows(features, label.Value), progress, cancellationToken));
    }

    private TrainedModel Train(
        TrainingRequest request, LabelledRows rows, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        progress.Report(new StepEvent.Started(Step));
        var started = time.GetTimestamp();
        var inputs = rows.Features.Columns.Select(request.Set.Declared.InputOf).ToList();
        var context = new MLContext(request.Seed);
        var pipeline = new FastTreePipeline(context, inputs, rows.Label.Label.Column).Create(request.Settings, request.Threads);
        var model = pipeline.Fit(new TrainingView(rows.Features, inputs, rows.Label, cancellationToken));
        var signature = Signature(request.Set, inputs, rows.Label.Label);
        var payload = new ModelPayload(signature, ModelZip.Save(context, model, RowSchema.Of(inputs)));
        using var predictor = new MLNetPredictor(payload.Signature, model);
        var trained = new TrainedModel(payload, TrainingFit.Measure(predictor, rows, cancellationToken));
        progress.Report(new StepEvent.Finished(Step, time.GetElapsedTime(started)));
        return trained;
    }

    private static ModelSignature Signature(TrainingSet set, IReadOnlyList<ModelInput> inputs, ModelLabel label) => new()
    {
        Flavor = MLNetFlavor.FlavorName,
        Task = ModelTask.BinaryClassification,
        Label = label,
        Inputs = inputs,
        Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
        Spellings = set.Declared.Spellings,
        Unseen = set.Declared.Unseen,
    };

    private static IEnumerable<Problem> FeatureProblems(Table features)
    {
        if (features.Columns.Count == 0)
            yield return new Problem("There is no column to learn from beside the label.");
        foreach (var text in features.Columns.OfType<TextColumn>())
        {
            yield return new Problem(
                $"'{text.Name}' is text, and fast-tree learns from numbers and categories.",
                "Add it to the manifest's data.ignore.");
        }
    }

    private static Problem WrongTask(ModelTask task) => new(
        "fast-tree learns binary classification only, and the task is "
        + (task == ModelTask.Regression ? "regression." : "multiclass classification."));
}
