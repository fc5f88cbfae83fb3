using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>sdca-logistic-regression: logistic regression by stochastic dual coordinate ascent.</summary>
/// <param name="time">Measures how long training takes.</param>
public sealed class SdcaTrainer(TimeProvider time) : MLNetTrainer(time)
{
    public override string Name => "sdca-logistic-regression";

    public override IReadOnlyList<ModelTask> Tasks { get; } =
        [ModelTask.BinaryClassification, ModelTask.MulticlassClassification];

    public override IReadOnlyList<TrainerOption> Options { get; } =
    [
        new(Iterations, "How often rows are gone through at most; 0 lets ML.NET choose.", 0, 0, 10_000, IsWhole: true),
        new(L2, "The weight of the L2 penalty; 0 lets ML.NET choose.", 0, 0, 1, IsWhole: false),
    ];

    private protected override bool ScalesNumbers => true;

    // Threads that race for coordinates end somewhere else at every run.
    private protected override IEstimator<ITransformer> Learner(
        MLContext context, ModelTask task, TrainerSettings settings, LearnerColumns columns)
    {
        return task switch
        {
            ModelTask.BinaryClassification => context.BinaryClassification.Trainers.SdcaLogisticRegression(
                new SdcaLogisticRegressionBinaryTrainer.Options
                {
                    FeatureColumnName = columns.Features,
                    LabelColumnName = columns.Label,
                    MaximumNumberOfIterations = settings.Whole(Iterations) is > 0 and var most ? most : null,
                    L2Regularization = settings.Number(L2) is > 0 and var weight ? (float)weight : null,
                    NumberOfThreads = 1,
                }),
            ModelTask.MulticlassClassification => context.MulticlassClassification.Trainers.SdcaMaximumEntropy(
                new SdcaMaximumEntropyMulticlassTrainer.Options
                {
                    FeatureColumnName = columns.Features,
                    LabelColumnName = columns.Label,
                    MaximumNumberOfIterations = settings.Whole(Iterations) is > 0 and var most ? most : null,
                    L2Regularization = settings.Number(L2) is > 0 and var weight ? (float)weight : null,
                    NumberOfThreads = 1,
                }),
            _ => throw new UnreachableException(),
        };
    }
}
