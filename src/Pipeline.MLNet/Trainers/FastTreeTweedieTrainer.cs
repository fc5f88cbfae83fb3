using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>fast-tree-tweedie.</summary>
internal sealed class FastTreeTweedieTrainer(TimeProvider time) : MLNetTrainer<FastTreeTweedieOptions>("fast-tree-tweedie", time)
{
    private protected override Dictionary<ModelTask, Learner<FastTreeTweedieOptions>> Learners { get; } = new()
    {
        [ModelTask.Regression] = learning =>
            learning.Context.Regression.Trainers.FastTreeTweedie(
                learning.For<Microsoft.ML.Trainers.FastTree.FastTreeTweedieTrainer.Options>()),
    };
}

[Description("Boosted trees for amounts that are never negative and often 0, by the Tweedie loss.")]
internal sealed record FastTreeTweedieOptions
{
    [Description("How many trees are grown, one after another.")]
    [Range(1, 10_000)]
    [Sets("NumberOfTrees")]
    public int Trees { get; init; } = 100;

    [Description("The most leaves that a tree has.")]
    [Range(2, 1_024)]
    [Sets("NumberOfLeaves")]
    public int Leaves { get; init; } = 20;

    [Description("How much of its best step each tree takes.")]
    [Range(0.0001, 1.0)]
    [Sets("LearningRate")]
    public double LearningRate { get; init; } = 0.2;

    [Description("The fewest training rows that a leaf has.")]
    [Range(1, 1_000_000)]
    [Sets("MinimumExampleCountPerLeaf")]
    public int MinLeaf { get; init; } = 10;

    [Description("1 for counts as of Poisson, 2 for amounts as of a gamma distribution, or between.")]
    [Range(1.0, 2.0)]
    [Sets("Index")]
    public double Index { get; init; } = 1.5;
}
