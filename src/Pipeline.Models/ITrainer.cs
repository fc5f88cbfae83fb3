using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;

namespace Pipeline.Models;

/// <summary>Makes models. It keeps nothing between two trainings and may be used by many threads at once.</summary>
public interface ITrainer
{
    /// <summary>As manifests have it: "fast-tree".</summary>
    string Name { get; }

    /// <summary>What it can learn.</summary>
    IReadOnlyList<ModelTask> Tasks { get; }

    /// <summary>In the order in which people should read them.</summary>
    IReadOnlyList<TrainerOption> Options { get; }

    /// <summary>A task that this trainer does not know, and rows that nothing can be learned from, are problems.</summary>
    Validated<TrainedModel> Train(TrainingRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken);
}

/// <summary>What a trainer made.</summary>
/// <param name="Payload">The model itself.</param>
/// <param name="Metrics">How well it fits the rows that it was trained on: to watch training, not to judge the model.</param>
public sealed record TrainedModel(ModelPayload Payload, IReadOnlyList<Measurement> Metrics);

/// <summary>What a trainer is asked to do. The same request gives the same bytes, on any number of processors.</summary>
public sealed record TrainingRequest
{
    public required TrainingSet Set { get; init; }

    public required TrainerSettings Settings { get; init; }

    /// <summary>Where chance plays a part.</summary>
    public required int Seed { get; init; }
}
