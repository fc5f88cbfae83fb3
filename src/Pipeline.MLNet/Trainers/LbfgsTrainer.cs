using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>lbfgs-logistic-regression: logistic regression by the limited-memory BFGS method, with ML.NET's defaults.</summary>
/// <param name="time">Measures how long training takes.</param>
public sealed class LbfgsTrainer(TimeProvider time) : MLNetTrainer(time)
{
    public override string Name => "lbfgs-logistic-regression";

    public override IReadOnlyList<ModelTask> Tasks { get; } =
        [ModelTask.BinaryClassification, ModelTask.MulticlassClassification];

    public override IReadOnlyList<TrainerOption> Options { get; } =
    [
        new(L1, "The weight of the L1 penalty.", 1, 0, 1_000_000, IsWhole: false),
        new(L2, "The weight of the L2 penalty.", 1, 0, 1_000_000, IsWhole: false),
    ];

    private protected override bool ScalesNumbers => true;

    // Sums of gradients by thread differ in their last digits.
    private protected override IEstimator<ITransformer> Learner(
        MLContext context, ModelTask task, TrainerSettings settings, LearnerColumns columns)
    {
        return task switch
        {
            ModelTask.BinaryClassification => context.BinaryClassification.Trainers.LbfgsLogisticRegression(
                new LbfgsLogisticRegressionBinaryTrainer.Options
                {
                    FeatureColumnName = columns.Features,
                    LabelColumnName = columns.Label,
                    L1Regularization = (float)settings.Number(L1),
                    L2Regularization = (float)settings.Number(L2),
                    NumberOfThreads = 1,
                }),
            ModelTask.MulticlassClassification => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                new LbfgsMaximumEntropyMulticlassTrainer.Options
                {
                    FeatureColumnName = columns.Features,
                    LabelColumnName = columns.Label,
                    L1Regularization = (float)settings.Number(L1),
                    L2Regularization = (float)settings.Number(L2),
                    NumberOfThreads = 1,
                }),
            _ => throw new UnreachableException(),
        };
    }
}
