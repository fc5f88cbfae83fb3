using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>fast-forest: a random forest, with ML.NET's defaults.</summary>
/// <param name="time">Measures how long training takes.</param>
public sealed class FastForestTrainer(TimeProvider time) : MLNetTrainer(time)
{
    public override string Name => "fast-forest";

    public override IReadOnlyList<ModelTask> Tasks { get; } = [ModelTask.BinaryClassification, ModelTask.Regression];

    public override IReadOnlyList<TrainerOption> Options { get; } =
    [
        new(Trees, "How many trees are grown, each on a sample of its own.", 100, 1, 10_000, IsWhole: true),
        new(Leaves, "The most leaves that a tree has.", 20, 2, 1_024, IsWhole: true),
        new(MinLeaf, "The fewest training rows that a leaf has.", 10, 1, 1_000_000, IsWhole: true),
    ];

    private protected override bool IsCalibrated => false;

    private protected override IEstimator<ITransformer> Learner(
        MLContext context, ModelTask task, TrainerSettings settings, LearnerColumns columns)
    {
        return task switch
        {
            ModelTask.BinaryClassification => context.BinaryClassification.Trainers.FastForest(
                new FastForestBinaryTrainer.Options
                {
                    FeatureColumnName = columns.Features,
                    LabelColumnName = columns.Label,
                    NumberOfTrees = settings.Whole(Trees),
                    NumberOfLeaves = settings.Whole(Leaves),
                    MinimumExampleCountPerLeaf = settings.Whole(MinLeaf),
                }),
            ModelTask.Regression => context.Regression.Trainers.FastForest(new FastForestRegressionTrainer.Options
            {
                FeatureColumnName = columns.Features,
                LabelColumnName = columns.Label,
                NumberOfTrees = settings.Whole(Trees),
                NumberOfLeaves = settings.Whole(Leaves),
                MinimumExampleCountPerLeaf = settings.Whole(MinLeaf),
            }),
            _ => throw new UnreachableException(),
        };
    }
}
