using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>fast-forest.</summary>
internal sealed class FastForestTrainer(TimeProvider time) : MLNetTrainer<FastForestOptions>("fast-forest", time)
{
    private protected override Dictionary<ModelTask, Learner<FastForestOptions>> Learners { get; } = new()
    {
        [ModelTask.BinaryClassification] = learning =>
            learning.Context.BinaryClassification.Trainers.FastForest(learning.For<FastForestBinaryTrainer.Options>()),
        [ModelTask.Regression] = learning =>
            learning.Context.Regression.Trainers.FastForest(learning.For<FastForestRegressionTrainer.Options>()),
    };

    private protected override bool IsCalibrated => false;
}

[Description("A random forest, with the defaults of ML.NET.")]
internal sealed record FastForestOptions
{
    [Description("How many trees are grown, each on a sample of its own.")]
    [Range(1, 10_000)]
    [Sets("NumberOfTrees")]
    public int Trees { get; init; } = 100;

    [Description("The most leaves that a tree has.")]
    [Range(2, 1_024)]
    [Sets("NumberOfLeaves")]
    public int Leaves { get; init; } = 20;

    [Description("The fewest training rows that a leaf has.")]
    [Range(1, 1_000_000)]
    [Sets("MinimumExampleCountPerLeaf")]
    public int MinLeaf { get; init; } = 10;
}
