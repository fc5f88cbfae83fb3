using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.MLNet.Rows;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

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
    private const int MostLookedAt = 1_000;

    public string Name => name;

    public IReadOnlyList<ModelTask> Tasks => [.. Enum.GetValues<ModelTask>().Where(Learners.ContainsKey)];

    /// <summary>ML.NET's own trainer of each task.</summary>
    private protected abstract Dictionary<ModelTask, Learner<TOptions>> Learners { get; }

    /// <summary>Linear models want numbers of one magnitude; trees do not care.</summary>
    private protected virtual Scaling Scaling => Scaling.None;

    /// <summary>Whether answers to two classes have a probability; others get Platt's, fitted on the training rows.</summary>
    private protected virtual bool IsCalibrated => true;

    private string Step => $"training {Name}";

    /// <summary>Cancellation is heeded while rows are read; the learner itself does not stop in between.</summary>
    public Validated<TrainedModel> Train(
        TrainingRequest request, TOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        if (this.Refuse(request.Set.Task) is { } sentence)
            return Validated.Invalid<TrainedModel>(new Problem(sentence));
        var label = TaskKind.Of(request.Set.Task).Discover(request.Set.Rows[request.Set.Label], request.Set.Positive);
        var features = request.Set.Rows.Without(request.Set.Label);
        var problems = label.Problems.Concat(FeatureProblems(features)).ToList();
        return problems.Count > 0
            ? Validated.Invalid<TrainedModel>(problems)
            : Train(request, options, new FeaturesAndTarget(features, label.Value), progress, cancellationToken);
    }

    private Validated<TrainedModel> Train(
        TrainingRequest request,
        TOptions options,
        FeaturesAndTarget rows,
        IProgress<StepEvent> progress,
        CancellationToken cancellationToken)
    {
        progress.Report(new StepEvent.Started(Step));
        var started = time.GetTimestamp();
        var inputs = rows.Features.Columns.Select(request.Set.Declared.InputOf).ToList();
        var context = new MLContext(request.Seed);
        var leftOut = LeftOutRows(context);
        var model = Estimator(context, request, options, inputs)
            .Fit(new TrainingView(rows.Features, inputs, rows.Target, cancellationToken));
        if (leftOut() is { } words)
            return Validated.Invalid<TrainedModel>(new Problem($"{Name} did not learn from every row: ML.NET says '{words}'."));
        var signature = Signature(request.Set, inputs, rows.Target.Label);
        var artifact = new ModelArtifact(signature, ModelZip.Save(context, model, RowSchema.Of(inputs)));
        using var predictor = new MLNetPredictor(artifact.Signature, model);
        var trained = new TrainedModel(artifact, TrainingFit.Measure(predictor, rows.Features, rows.Target, cancellationToken));
        progress.Report(new StepEvent.Finished(Step, time.GetElapsedTime(started)));
        return Validated.Valid(trained);
    }

    private EstimatorChain<ITransformer> Estimator(
        MLContext context, TrainingRequest request, TOptions options, IReadOnlyList<ModelInput> inputs)
    {
        var (label, task) = (request.Set.Label, request.Set.Task);
        var (chain, features) = new FeatureSteps(context, inputs, label).Create(Scaling);
        chain = chain.Append(Learners[task](new Learning<TOptions>(context, options, features, label)));
        return IsCalibrated || task != ModelTask.BinaryClassification
            ? chain
            : chain.Append<ITransformer>(context.BinaryClassification.Calibrators.Platt(label));
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

    private IEnumerable<Problem> FeatureProblems(Table features)
    {
        if (features.Columns.Count == 0)
            yield return new Problem("There is no column to learn from beside the label.");
        foreach (var text in features.Columns.OfType<TextColumn>())
        {
            yield return new Problem(
                $"'{text.Name}' is text, and {Name} learns from numbers and categories.",
                HasDecimalCommas(text)
                    ? "Its values are numbers with a decimal comma; write them with a point."
                    : "Declare it as a category, or add it to the manifest's data.ignore.");
        }
    }

    private static bool HasDecimalCommas(TextColumn text)
    {
        var values = text.Values.OfType<string>().Take(MostLookedAt).Select(Encoding.UTF8.GetBytes).ToList();
        return values.Exists(x => DecimalComma.Has(x))
            && values.TrueForAll(x => DecimalComma.Has(x) || NumberText.TryParse(x, out _));
    }
}

/// <param name="Features">What to learn from.</param>
/// <param name="Target">What to learn, for the same rows.</param>
internal sealed record FeaturesAndTarget(Table Features, Target Target);
