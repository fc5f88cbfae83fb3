using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.MLNet.Features;
using Pipeline.MLNet.Rows;
using Pipeline.Models;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Trainers;

/// <summary>
/// A trainer of ML.NET, from rows to a saved model. The same request makes the same bytes, whatever the number of processors and
/// the culture; each trainer sees to that in its own way.
/// </summary>
/// <param name="name">As manifests have it.</param>
/// <param name="time">Measures how long training takes.</param>
internal abstract class MLNetTrainer<TOptions>(string name, TimeProvider time) : ITrainer<TOptions>
    where TOptions : class, new()
{
    public string Name => name;

    public FeatureNeeds? Needs => ScalingNeeds.Of(Scaling);

    public IReadOnlyList<ModelTask> Tasks => [.. Enum.GetValues<ModelTask>().Where(Learners.ContainsKey)];

    /// <summary>ML.NET's own trainer of each task.</summary>
    private protected abstract Dictionary<ModelTask, Learner<TOptions>> Learners { get; }

    /// <summary>Linear models want numbers of one magnitude; trees do not care.</summary>
    private protected virtual Scaling Scaling => Scaling.None;

    /// <summary>Whether answers to two classes have a probability; others get Platt's, fitted on the training rows.</summary>
    private protected virtual bool IsCalibrated => true;

    /// <summary>Whether its native library divides the work by OpenMP.</summary>
    private protected virtual bool UsesOpenMp => false;

    /// <summary>Why a training with such options does not end early, as a sentence; null where it does.</summary>
    private protected virtual string? RefuseToStop(TOptions options) => null;

    private string Step => $"training {Name}";

    /// <summary>Whether ML.NET's own trainers of it take weights.</summary>
    public virtual bool TakesWeights => true;

    /// <summary>Whether the loss is told by tree.</summary>
    public virtual bool StopsEarly(ModelTask task) => false;

    /// <summary>Cancellation is heeded while rows are read; the learner itself does not stop in between.</summary>
    public Validated<TrainedModel> Train(
        TrainingRequest request, TOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        if (this.Refuse(request.Set.Task) is { } sentence)
            return Validated.Invalid<TrainedModel>(new Problem(sentence));
        if (request.Watch is not null && RefuseToStop(options) is { } reason)
            return Validated.Invalid<TrainedModel>(new Problem(reason));
        var task = TaskKind.Of(request.Set.Task);
        var label = task.Discover(request.Set.Rows[request.Set.Label], request.Set.Positive);
        var features = request.Set.Rows.Without(request.Set.Label);
        var planned = FeaturePlan.Of(request.Set, ScalingNeeds.Of(Scaling));
        var problems = label.Problems.Concat(planned.Problems).ToList();
        if (features.Columns.Count == 0)
            problems.Add(new Problem("There is no column to learn from beside the label."));
        if (problems.Count > 0)
            return Validated.Invalid<TrainedModel>(problems);
        var rows = new FeaturesAndTarget(features, label.Value, request.Set.Weights, planned.Value);
        if (request.Watch is not { } watch)
            return Train(request, options, rows, watched: null, progress, cancellationToken);
        var truth = task.Read(watch.Rows[request.Set.Label], label.Value.Label);
        if (!truth.TryGet(out var target))
            return Validated.Invalid<TrainedModel>(truth.Problems);
        var watched = rows with { Features = watch.Rows, Target = target, Weights = watch.Weights };
        return Train(request, options, rows, watched, progress, cancellationToken);
    }

    private Validated<TrainedModel> Train(
        TrainingRequest request,
        TOptions options,
        FeaturesAndTarget rows,
        FeaturesAndTarget? watched,
        IProgress<StepEvent> progress,
        CancellationToken cancellationToken)
    {
        progress.Report(new StepEvent.Started(Step));
        var started = time.GetTimestamp();
        var inputs = rows.Plan.Inputs(rows.Features, request.Set.Declared);
        var layout = new RowLayout(inputs, rows.Target.Label);
        var context = new MLContext(request.Seed);
        var leftOut = LeftOutRows(context);
        var steps = new FeatureSteps(context, layout, rows.Plan.Crosses, request.Set.Label);
        var weight = rows.Weights is null ? null : steps.Free("Weight");
        var (encoder, features) = steps.Create();
        var view = new TrainingView(rows.Features, layout, cancellationToken);
        if (steps.FindEmptyText(view) is { } empty)
            return Validated.Invalid<TrainedModel>(request.Set.Features.Locate(["features", empty]).Problem(NoWords(empty)));
        foreach (var unused in rows.Plan.Columns.Where(column => column.Becomes is Feature.Unused))
            progress.Report(new StepEvent.Noted(Step, $"Nothing is learned from '{unused.Column}': {unused.Why}."));
        var encoding = encoder.Fit(view);
        var encoded = EncodedRows.Of(encoding, rows, layout, features, weight, cancellationToken);
        var encodedWatched = watched is null
            ? null
            : EncodedRows.Of(encoding, watched, layout, features, weight, cancellationToken);
        // LightGBM drops weights that are all 1, and has then no loss on them (NaN) beside rows that are weighed: it would end at
        // once. Trained to the end, the curve says how many trees are enough.
        var isEven = watched?.Weights?.All(count => count.Equals(1)) ?? false;
        var learner = Learners[request.Set.Task](
            new Learning<TOptions>(context, options, features, request.Set.Label, weight)
            {
                Rounds = isEven ? null : request.Watch?.Rounds,
            });
        using var threads = OpenMpThreads.Keep(UsesOpenMp ? request.Threads : null);
        var learned = LearnerFit.Of(learner, encoded, encodedWatched);
        if (leftOut() is { } words)
            return Validated.Invalid<TrainedModel>(new Problem($"{Name} did not learn from every row: ML.NET says '{words}'."));
        ITransformer model = encoding.Append(learned);
        if (!IsCalibrated && request.Set.Task == ModelTask.BinaryClassification)
        {
            var platt = context.BinaryClassification.Calibrators.Platt(request.Set.Label, exampleWeightColumnName: weight);
            model = encoding.Append(learned).Append(platt.Fit(learned.Transform(encoded)));
        }

        var artifact = new ModelArtifact(
            Signature(request.Set, inputs, rows.Target.Label) with
            {
                Crosses = rows.Plan.Crosses is { Count: > 0 } crosses ? crosses : null,
            },
            ModelZip.Save(context, model, layout.Schema));
        using var predictor = new MLNetPredictor(artifact.Signature, model);
        var trained = new TrainedModel(artifact, TrainingFit.Measure(predictor, rows.Features, rows.Target, cancellationToken))
        {
            Features = rows.Plan.Trained(steps.Slots(encoding.GetOutputSchema(layout.Schema))),
            Curves = TreeCurves.Of(learned, encoded, encodedWatched),
            Onnx = OnnxExport.Convert(context, model, artifact.Signature),
        };
        progress.Report(new StepEvent.Finished(Step, time.GetElapsedTime(started)));
        return Validated.Valid(trained);
    }

    /// <summary>ML.NET drops rows that it cannot learn from, and says so in its log alone.</summary>
    private static Func<string?> LeftOutRows(MLContext context)
    {
        string? words = null;
        context.Log += (_, entry) =>
        {
            if (entry.RawMessage.StartsWith("Skipped", StringComparison.OrdinalIgnoreCase))
                words = entry.RawMessage.TrimEnd('.', ' ');
        };
        return () => words;
    }

    private static ModelSignature Signature(TrainingSet set, IReadOnlyList<ModelInput> inputs, ModelLabel label) => new()
    {
        Flavor = MLNetFlavor.FlavorName,
        Task = set.Task,
        Label = label,
        Inputs = inputs,
        Outputs = set.Task == ModelTask.BinaryClassification
            ? [ModelOutputs.Score, ModelOutputs.Probability]
            : TaskKind.Of(set.Task).Outputs(label),
        Spellings = set.Declared.Spellings,
        Unseen = set.Declared.Unseen,
    };

    private static string NoWords(string column) =>
        $"'{column}' is to become n-grams, and of its texts to learn from no word is left to make them of.";
}

/// <param name="Features">What to learn from.</param>
/// <param name="Target">What to learn, for the same rows.</param>
/// <param name="Weights">How much each of them counts; null where each counts the same.</param>
/// <param name="Plan">What becomes of the features.</param>
internal sealed record FeaturesAndTarget(Table Features, Target Target, IReadOnlyList<double>? Weights, FeaturePlan Plan);
