using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>
/// light-gbm: boosted trees of the library LightGBM, with its own defaults rather than ML.NET's, which depend on the data.
/// </summary>
/// <param name="time">Measures how long training takes.</param>
public sealed class LightGbmTrainer(TimeProvider time) : MLNetTrainer(time)
{
    public override string Name => "light-gbm";

    public override IReadOnlyList<ModelTask> Tasks { get; } =
        [ModelTask.BinaryClassification, ModelTask.MulticlassClassification, ModelTask.Regression];

    public override IReadOnlyList<TrainerOption> Options { get; } =
    [
        new(Trees, "How many trees are grown, one after another.", 100, 1, 10_000, IsWhole: true),
        new(Leaves, "The most leaves that a tree has.", 31, 2, 1_024, IsWhole: true),
        new(LearningRate, "How much of its best step each tree takes.", 0.1, 0.0001, 1, IsWhole: false),
        new(MinLeaf, "The fewest training rows that a leaf has.", 20, 1, 1_000_000, IsWhole: true),
    ];

    // The trees are the same for any number of threads, but a number that is set goes into the saved model's options.
    private protected override IEstimator<ITransformer> Learner(
        MLContext context, ModelTask task, TrainerSettings settings, LearnerColumns columns)
    {
        return task switch
        {
            ModelTask.BinaryClassification => context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
            {
                FeatureColumnName = columns.Features,
                LabelColumnName = columns.Label,
                NumberOfIterations = settings.Whole(Trees),
                NumberOfLeaves = settings.Whole(Leaves),
                LearningRate = settings.Number(LearningRate),
                MinimumExampleCountPerLeaf = settings.Whole(MinLeaf),
            }),
            ModelTask.MulticlassClassification => context.MulticlassClassification.Trainers.LightGbm(
                new LightGbmMulticlassTrainer.Options
                {
                    FeatureColumnName = columns.Features,
                    LabelColumnName = columns.Label,
                    NumberOfIterations = settings.Whole(Trees),
                    NumberOfLeaves = settings.Whole(Leaves),
                    LearningRate = settings.Number(LearningRate),
                    MinimumExampleCountPerLeaf = settings.Whole(MinLeaf),
                    // Otherwise ML.NET chooses by the number of rows.
                    UseSoftmax = true,
                }),
            ModelTask.Regression => context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
            {
                FeatureColumnName = columns.Features,
                LabelColumnName = columns.Label,
                NumberOfIterations = settings.Whole(Trees),
                NumberOfLeaves = settings.Whole(Leaves),
                LearningRate = settings.Number(LearningRate),
                MinimumExampleCountPerLeaf = settings.Whole(MinLeaf),
            }),
            _ => throw new UnreachableException(),
        };
    }
}
