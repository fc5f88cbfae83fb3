using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>
/// fast-tree. The trees are the same for any number of threads, but a number that is set goes into the saved model's options.
/// </summary>
internal sealed class FastTreeTrainer(TimeProvider time) : MLNetTrainer<FastTreeOptions>("fast-tree", time)
{
    private protected override Dictionary<ModelTask, Learner<FastTreeOptions>> Learners { get; } = new()
    {
        [ModelTask.BinaryClassification] = learning => Binary(learning),
        [ModelTask.MulticlassClassification] = learning =>
            learning.Context.MulticlassClassification.Trainers.OneVersusAll(Binary(learning), learning.Label),
        [ModelTask.Regression] = learning =>
            learning.Context.Regression.Trainers.FastTree(learning.For<FastTreeRegressionTrainer.Options>()),
    };

    /// <summary>The models of several classes do not show their trees.</summary>
    public override bool StopsEarly(ModelTask task) => task != ModelTask.MulticlassClassification;

    private static FastTreeBinaryTrainer Binary(Learning<FastTreeOptions> learning) =>
        learning.Context.BinaryClassification.Trainers.FastTree(learning.For<FastTreeBinaryTrainer.Options>());
}

[Description("Boosted regression trees, with the defaults of ML.NET.")]
internal sealed record FastTreeOptions : BoostedTreeOptions
{
    [Description("The share of the features that a tree may use.")]
    [Range(0.01, 1.0)]
    [Sets("FeatureFraction")]
    public double FeatureFraction { get; init; } = 1;
}

/// <summary>What all boosted trees of FastTree have.</summary>
internal abstract record BoostedTreeOptions
{
    [Description("How many trees are grown, one after another.")]
    [Range(1, 10_000)]
    [Sets("NumberOfTrees")]
    [Iterations]
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
}

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
    [Iterations]
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

/// <summary>fast-tree-tweedie.</summary>
internal sealed class FastTreeTweedieTrainer(TimeProvider time) : MLNetTrainer<FastTreeTweedieOptions>("fast-tree-tweedie", time)
{
    private protected override Dictionary<ModelTask, Learner<FastTreeTweedieOptions>> Learners { get; } = new()
    {
        [ModelTask.Regression] = learning =>
            learning.Context.Regression.Trainers.FastTreeTweedie(
                learning.For<Microsoft.ML.Trainers.FastTree.FastTreeTweedieTrainer.Options>()),
    };

    /// <summary>The models of several classes do not show their trees.</summary>
    public override bool StopsEarly(ModelTask task) => task != ModelTask.MulticlassClassification;
}

[Description("Boosted trees for amounts that are never negative and often 0, by the Tweedie loss.")]
internal sealed record FastTreeTweedieOptions : BoostedTreeOptions
{
    [Description("1 for counts as of Poisson, 2 for amounts as of a gamma distribution, or between.")]
    [Range(1.0, 2.0)]
    [Sets("Index")]
    public double Index { get; init; } = 1.5;
}
