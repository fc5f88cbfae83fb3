using System.Diagnostics.CodeAnalysis;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>
/// Makes models. It keeps nothing between two trainings and may be used by many threads at once. Trainers implement
/// <see cref="ITrainer{TOptions}"/>.
/// </summary>
public interface ITrainer
{
    /// <summary>As manifests have it: "fast-tree".</summary>
    string Name { get; }

    /// <summary>What it can learn.</summary>
    IReadOnlyList<ModelTask> Tasks { get; }

    /// <summary>The record of its options.</summary>
    Type Options { get; }

    /// <summary>It heeds <see cref="TrainingSet.Weights"/>. Default: no.</summary>
    bool TakesWeights => false;

    /// <summary>
    /// It heeds <see cref="TrainingRequest.Watch"/>, has an option with <see cref="IterationsAttribute"/>, and tells one curve on
    /// the watched rows, of a loss by iteration. Default: no.
    /// </summary>
    bool StopsEarly(ModelTask task) => false;

    /// <summary>
    /// The share of the train rows that it wants apart, as <see cref="TrainingRequest.Validation"/>; 0, the default, for none.
    /// </summary>
    /// <param name="options">A record of the trainer's own.</param>
    double ValidationShare(object options) => 0;

    /// <summary>
    /// The files that it reads beside the rows, there or not: a stage whose files are the same is up to date. None by default.
    /// </summary>
    /// <param name="options">A record of the trainer's own.</param>
    /// <param name="place">What paths in the options are relative to.</param>
    IEnumerable<string> FilesOf(object options, TrainingPlace place) => [];

    /// <summary>
    /// What it needs of features where nobody says otherwise. Null, the default, for a trainer that takes columns as they are and
    /// knows no <see cref="TrainingSet.Features"/>.
    /// </summary>
    FeatureNeeds? Needs => null;

    /// <summary>A task that this trainer does not know, and rows that nothing can be learned from, are problems.</summary>
    /// <exception cref="ArgumentException">The request's options are another trainer's.</exception>
    Validated<TrainedModel> Train(TrainingRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken);
}

/// <summary>A trainer with options, which the manifest's <c>training.options</c> are bound to.</summary>
/// <typeparam name="TOptions">
/// A record whose properties are numbers, booleans, texts, enums, lists, or records of the same kind: each with its default in
/// place, a <c>[Description]</c>, and a <c>[Range]</c> where not every number is accepted. Its key is its name in kebab-case. A
/// property that is null by default is one that the trainer chooses itself.
/// </typeparam>
public interface ITrainer<in TOptions> : ITrainer
    where TOptions : class, new()
{
    Type ITrainer.Options => typeof(TOptions);

    double ITrainer.ValidationShare(object options) => options is TOptions own
        ? ValidationShare(own)
        : throw new ArgumentException($"{Name} has other options.", nameof(options));

    IEnumerable<string> ITrainer.FilesOf(object options, TrainingPlace place) => options is TOptions own
        ? FilesOf(own, place)
        : throw new ArgumentException($"{Name} has other options.", nameof(options));

    Validated<TrainedModel> ITrainer.Train(
        TrainingRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Options switch
        {
            null => Train(request, new TOptions(), progress, cancellationToken),
            TOptions options => Train(request, options, progress, cancellationToken),
            var other => throw new ArgumentException($"{Name} has no {other.GetType().Name}.", nameof(request)),
        };
    }

    /// <inheritdoc cref="ITrainer.ValidationShare"/>
    double ValidationShare(TOptions options) => 0;

    /// <inheritdoc cref="ITrainer.FilesOf"/>
    IEnumerable<string> FilesOf(TOptions options, TrainingPlace place) => [];

    /// <inheritdoc cref="ITrainer.Train"/>
    Validated<TrainedModel> Train(
        TrainingRequest request, TOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken);
}

/// <summary>Of a trainer that has none.</summary>
public sealed record NoOptions;

/// <summary>
/// On an option that is a whole number: how many trees, epochs or steps the trainer makes one after another, so that fewer of
/// them are a cheaper model of the same kind.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IterationsAttribute : Attribute;

/// <summary>What a trainer made.</summary>
/// <param name="Artifact">The model itself.</param>
/// <param name="Metrics">How well it fits the rows that it was trained on: to watch training, not to judge the model.</param>
public sealed record TrainedModel(ModelArtifact Artifact, IReadOnlyList<Measurement> Metrics)
{
    /// <summary>How metrics moved while the model was made, where the trainer tells; none by default.</summary>
    public IReadOnlyList<MetricCurve> Curves { get; init; } = [];

    /// <summary>The same model in ONNX; null, the default, where the trainer does not try.</summary>
    public OnnxDraft? Onnx { get; init; }

    /// <summary>What became of the inputs, where the trainer tells; none by default.</summary>
    public IReadOnlyList<TrainedFeature> Features { get; init; } = [];
}

/// <summary>A metric after iterations of a training: the loss after each tree, or after each epoch.</summary>
/// <param name="Metric">In snake case, and with other rows than the train rows before it: "validation_log_loss".</param>
/// <param name="Points">In the order of their iterations; not every iteration needs one.</param>
public sealed record MetricCurve(string Metric, IReadOnlyList<CurvePoint> Points)
{
    /// <summary>What an iteration is: "tree", "epoch". Default: "iteration".</summary>
    public string Unit { get; init; } = "iteration";

    /// <summary>Stands before the name of a metric that was measured on rows that the training was watched on.</summary>
    public const string OnWatchedRows = "validation_";
}

/// <param name="Iteration">How many iterations were done, at least 0.</param>
/// <param name="Value">The metric after them, a finite number.</param>
public sealed record CurvePoint(int Iteration, double Value);

/// <summary>What a trainer is asked to do. The same request gives the same bytes, on any number of processors.</summary>
public sealed record TrainingRequest
{
    public required TrainingSet Set { get; init; }

    /// <summary>A record of the trainer's own; null, the default, for its defaults.</summary>
    public object? Options { get; init; }

    /// <summary>Where chance plays a part.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// How many threads are its share of the machine, where several are trained at once and it can keep to it; null, the default,
    /// for all. The model is the same.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>For a trainer that reads files; null, the default, where there is nothing but rows.</summary>
    public TrainingPlace? Place { get; init; }

    /// <summary>Null, the default, to train to the end; only for trainers that stop early.</summary>
    public TrainingWatch? Watch { get; init; }

    /// <summary>
    /// Rows that a trainer asked for to watch itself by, with the columns of the set; null, the default, where it did not.
    /// </summary>
    public Table? Validation { get; init; }
}

/// <summary>Where a trainer finds files, and where it may write some.</summary>
/// <param name="Root">Of the repository, absolute; no file outside of it is read.</param>
/// <param name="Folder">Of model.yml, within the root; paths in options are relative to it.</param>
/// <param name="Scratch">A folder for files that are gone when the training ends. It need not be there.</param>
public sealed record TrainingPlace(string Root, string Folder, string Scratch)
{
    /// <summary>The full path, or why there is none: it leaves the repository, by itself or through a link.</summary>
    /// <param name="path">Relative to the folder; it may go up as far as to the root.</param>
    public bool TryResolve(string path, [NotNullWhen(true)] out string? full, [NotNullWhen(false)] out string? reason)
    {
        (full, reason) = (null, null);
        if (string.IsNullOrWhiteSpace(path) || Path.IsPathRooted(path) || path.Any(char.IsControl))
            reason = $"'{path}' is no path below the folder of the model.";
        else if (Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(Folder, path))) is var below)
            ContainedPath.TryResolve(Root, below, out full, out reason);
        return full is not null;
    }
}

/// <summary>Rows that training is watched on, and ended by.</summary>
/// <param name="Rows">With the label and the inputs of the rows that are learned from.</param>
/// <param name="Rounds">Training may end after so many iterations, at least 1, of which none made the loss here less.</param>
public sealed record TrainingWatch(Table Rows, int Rounds)
{
    /// <summary>How much each row counts in the loss, as in <see cref="TrainingSet.Weights"/>; null for all the same.</summary>
    public IReadOnlyList<double>? Weights { get; init; }
}

/// <summary>The trainers that a build knows.</summary>
public sealed class TrainerCatalog(params IEnumerable<ITrainer> trainers)
{
    private readonly SortedDictionary<string, ITrainer> _byName =
        new(trainers.ToDictionary(trainer => trainer.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>In ordinal order of their names.</summary>
    public IReadOnlyCollection<ITrainer> All => _byName.Values;

    /// <summary>The trainer of a name; an unknown name is a problem that says which one is near, and which are known.</summary>
    public Validated<ITrainer> Find(string name, SourceLocation? location = null)
    {
        if (_byName.TryGetValue(name, out var trainer))
            return Validated.Valid(trainer);
        var near = NearestNames.Of(name, Names);
        var known = $"Known trainers: {string.Join(", ", Names)}.";
        return Validated.Invalid<ITrainer>((location ?? new SourceLocation("")).Problem(
            $"There is no trainer '{name}'.", near.Count == 0 ? known : $"{NearestNames.Hint(name, Names)} {known}"));
    }
}

/// <summary>Whether a trainer learns a task.</summary>
public static class TrainerTasks
{
    /// <summary>What the trainer learns instead, as a sentence; null where it learns the task.</summary>
    public static string? Refuse(this ITrainer trainer, ModelTask task)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return trainer.Tasks.Contains(task) ? null :
            $"{trainer.Name} learns {string.Join(" and ", trainer.Tasks.Select(known => TaskKind.Of(known).Words))} only, "
            + $"and the task is {TaskKind.Of(task).Words}.";
    }
}

/// <summary>The rows that a model learns from.</summary>
public sealed record TrainingSet
{
    /// <summary>The label and the inputs, and nothing else: every other column is learned from.</summary>
    public required Table Rows { get; init; }

    public required ModelTask Task { get; init; }

    /// <summary>The column to predict.</summary>
    public required string Label { get; init; }

    /// <summary>Of two classes the one whose probability is wanted; null lets numbers 0 and 1 speak for themselves.</summary>
    public string? Positive { get; init; }

    /// <summary>
    /// How much each row counts, finite and above 0; only for trainers that take weights. Default: null, each the same.
    /// </summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>What is said of the inputs' values. Default: nothing beyond the types of the columns.</summary>
    public InputDeclarations Declared { get; init; } = new();

    /// <summary>What the inputs become. Default: what their types imply.</summary>
    public FeatureWishes Features { get; init; } = FeatureWishes.None;
}

/// <summary>What an input, or several together, became to a model.</summary>
/// <param name="Input">Its name; of several "city x job".</param>
/// <param name="Becomes">In words: "hashed to 16384 indicators".</param>
/// <param name="Why">"1312 categories, more than 1000"; empty where that was asked for.</param>
/// <param name="Slots">How many numbers the model has of it.</param>
public sealed record TrainedFeature(string Input, string Becomes, string Why, int Slots);
