namespace Pipeline.Core.Models;

/// <summary>What a trainer is asked to do. The same request gives the same bytes.</summary>
public sealed record TrainingRequest
{
    public required TrainingSet Set { get; init; }

    public required TrainerSettings Settings { get; init; }

    /// <summary>Where chance plays a part.</summary>
    public required int Seed { get; init; }

    /// <summary>How many threads to use, at least 1; null uses what the machine has. The model does not depend on it.</summary>
    public int? Threads { get; init; }
}
