namespace Microsoft.ML.Trainers.FastTree.Training;

internal sealed record GrowthOptions
{
    public int Trees { get; init; } = 100;

    public int Leaves { get; init; } = 20;

    public int MinimumRowsPerLeaf { get; init; } = 10;

    public double LearningRate { get; init; } = 0.2;

    /// <summary>What is grown does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
