using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;

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

    /// <inheritdoc cref="ITrainer.Train"/>
    Validated<TrainedModel> Train(
        TrainingRequest request, TOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken);
}

/// <summary>Of a trainer that has none.</summary>
public sealed record NoOptions;

/// <summary>What a trainer made.</summary>
/// <param name="Payload">The model itself.</param>
/// <param name="Metrics">How well it fits the rows that it was trained on: to watch training, not to judge the model.</param>
public sealed record TrainedModel(ModelPayload Payload, IReadOnlyList<Measurement> Metrics);

/// <summary>What a trainer is asked to do. The same request gives the same bytes, on any number of processors.</summary>
public sealed record TrainingRequest
{
    public required TrainingSet Set { get; init; }

    /// <summary>A record of the trainer's own; null, the default, for its defaults.</summary>
    public object? Options { get; init; }

    /// <summary>Where chance plays a part.</summary>
    public required int Seed { get; init; }
}
