using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>
/// light-gbm. The trees are the same for any number of threads, but a number that is set goes into the saved model's options.
/// </summary>
internal sealed class LightGbmTrainer(TimeProvider time) : MLNetTrainer<LightGbmOptions>("light-gbm", time)
{
    private protected override bool UsesOpenMp => true;

    private protected override Dictionary<ModelTask, Learner<LightGbmOptions>> Learners { get; } = new()
    {
        [ModelTask.BinaryClassification] = learning => learning.Context.BinaryClassification.Trainers.LightGbm(
            learning.For<LightGbmBinaryTrainer.Options>(own => Set(own, learning))),
        [ModelTask.MulticlassClassification] = learning => learning.Context.MulticlassClassification.Trainers.LightGbm(
            learning.For<LightGbmMulticlassTrainer.Options>(own =>
            {
                Set(own, learning);
                // Otherwise ML.NET chooses by the number of rows.
                own.UseSoftmax = true;
            })),
        [ModelTask.Regression] = learning => learning.Context.Regression.Trainers.LightGbm(
            learning.For<LightGbmRegressionTrainer.Options>(own => Set(own, learning))),
    };

    /// <summary>The models of several classes do not show their trees.</summary>
    public override bool StopsEarly(ModelTask task) => task != ModelTask.MulticlassClassification;

    /// <summary>The first trees of dart are changed by later ones, and without these no model.</summary>
    private protected override string? RefuseToStop(LightGbmOptions options) => options.Booster.Kind == BoosterKind.Dart
        ? $"{Name} does not stop early with the booster dart, which changes trees after they were grown."
        : null;

    private static void Set<TOptions, TOutput, TTransformer, TModel>(
        LightGbmTrainerBase<TOptions, TOutput, TTransformer, TModel>.OptionsBase own, Learning<LightGbmOptions> learning)
        where TTransformer : ISingleFeaturePredictionTransformer<TModel>
        where TModel : class
        where TOptions : LightGbmTrainerBase<TOptions, TOutput, TTransformer, TModel>.OptionsBase, new()
    {
        var booster = learning.Options.Booster;
        own.Booster = Learning<LightGbmOptions>.Fill<BoosterParameterBase.OptionsBase>(
            booster, booster.Kind == BoosterKind.Dart ? new DartBooster.Options() : new GradientBooster.Options());
        own.EarlyStoppingRound = learning.Rounds ?? 0;
        own.UseCategoricalSplit = false;
    }
}

[Description("Boosted trees of LightGBM, with its own defaults: ML.NET chooses by the number of rows.")]
internal sealed record LightGbmOptions
{
    [Description("How many trees are grown, one after another.")]
    [Range(1, 10_000)]
    [Sets("NumberOfIterations")]
    [Iterations]
    public int Trees { get; init; } = 100;

    [Description("The most leaves that a tree has.")]
    [Range(2, 1_024)]
    [Sets("NumberOfLeaves")]
    public int Leaves { get; init; } = 31;

    [Description("How much of its best step each tree takes.")]
    [Range(0.0001, 1.0)]
    [Sets("LearningRate")]
    public double LearningRate { get; init; } = 0.1;

    [Description("The fewest training rows that a leaf has.")]
    [Range(1, 1_000_000)]
    [Sets("MinimumExampleCountPerLeaf")]
    public int MinLeaf { get; init; } = 20;

    [Description("How trees are added, and what keeps them simple.")]
    public BoosterOptions Booster { get; init; } = new();
}

/// <summary>The manifest's <c>training.options.booster</c>.</summary>
internal sealed record BoosterOptions
{
    [Description("gradient adds to all earlier trees, dart to some of them.")]
    public BoosterKind Kind { get; init; }

    [Description("The most levels that a tree has; 0 for any number.")]
    [Range(0, 1_000)]
    [Sets("MaximumTreeDepth")]
    public int MaxDepth { get; init; }

    [Description("The share of the features that a tree may use.")]
    [Range(0.01, 1.0)]
    [Sets("FeatureFraction")]
    public double FeatureFraction { get; init; } = 1;

    [Description("The weight of the L1 penalty on leaves.")]
    [Range(0.0, 1_000_000.0)]
    [Sets("L1Regularization")]
    public double L1 { get; init; }

    [Description("The weight of the L2 penalty on leaves.")]
    [Range(0.0, 1_000_000.0)]
    [Sets("L2Regularization")]
    public double L2 { get; init; } = 0.01;
}

/// <summary>LightGBM's own names are gbdt and dart.</summary>
internal enum BoosterKind
{
    Gradient,
    Dart,
}
