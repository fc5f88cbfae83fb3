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
