namespace Pipeline.Models;

/// <summary>What a trainer is asked to do. The same request gives the same bytes, on any number of processors.</summary>
public sealed record TrainingRequest
{
    public required TrainingSet Set { get; init; }

    public required TrainerSettings Settings { get; init; }

    /// <summary>Where chance plays a part.</summary>
    public required int Seed { get; init; }
}
