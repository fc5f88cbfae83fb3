using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>fast-tree: boosted regression trees, with ML.NET's defaults.</summary>
/// <param name="time">Measures how long training takes.</param>
public sealed class FastTreeTrainer(TimeProvider time) : MLNetTrainer(time)
{
    public override string Name => "fast-tree";

    public override IReadOnlyList<ModelTask> Tasks { get; } =
        [ModelTask.BinaryClassification, ModelTask.MulticlassClassification, ModelTask.Regression];

    public override IReadOnlyList<TrainerOption> Options { get; } =
    [
        new(Trees, "How many trees are grown, one after another.", 100, 1, 10_000, IsWhole: true),
        new(Leaves, "The most leaves that a tree has.", 20, 2, 1_024, IsWhole: true),
        new(LearningRate, "How much of its best step each tree takes.", 0.2, 0.0001, 1, IsWhole: false),
        new(MinLeaf, "The fewest training rows that a leaf has.", 10, 1, 1_000_000, IsWhole: true),
    ];

    // The trees are the same for any number of threads, but a number that is set goes into the saved model's options.
    private protected override IEstimator<ITransformer> Learner(
        MLContext context, ModelTask task, TrainerSettings settings, LearnerColumns columns)
    {
        return task switch
        {
            ModelTask.BinaryClassification => Binary(context, settings, columns),
            ModelTask.MulticlassClassification =>
                context.MulticlassClassification.Trainers.OneVersusAll(Binary(context, settings, columns), columns.Label),
            ModelTask.Regression => context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
            {
                FeatureColumnName = columns.Features,
                LabelColumnName = columns.Label,
                NumberOfTrees = settings.Whole(Trees),
                NumberOfLeaves = settings.Whole(Leaves),
                LearningRate = settings.Number(LearningRate),
                MinimumExampleCountPerLeaf = settings.Whole(MinLeaf),
            }),
            _ => throw new UnreachableException(),
        };
    }

    private static FastTreeBinaryTrainer Binary(MLContext context, TrainerSettings settings, LearnerColumns columns) =>
        context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            FeatureColumnName = columns.Features,
            LabelColumnName = columns.Label,
            NumberOfTrees = settings.Whole(Trees),
            NumberOfLeaves = settings.Whole(Leaves),
            LearningRate = settings.Number(LearningRate),
            MinimumExampleCountPerLeaf = settings.Whole(MinLeaf),
        });
}
