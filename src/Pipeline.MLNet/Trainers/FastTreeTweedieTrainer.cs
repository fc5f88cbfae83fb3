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
internal sealed record FastTreeTweedieOptions : BoostedTreeOptions
{
    [Description("1 for counts as of Poisson, 2 for amounts as of a gamma distribution, or between.")]
    [Range(1.0, 2.0)]
    [Sets("Index")]
    public double Index { get; init; } = 1.5;
}
