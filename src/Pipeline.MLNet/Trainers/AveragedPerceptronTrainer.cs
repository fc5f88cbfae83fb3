using Microsoft.ML;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>averaged-perceptron: a linear model that moves at its mistakes, with ML.NET's defaults.</summary>
/// <param name="time">Measures how long training takes.</param>
public sealed class AveragedPerceptronTrainer(TimeProvider time) : MLNetTrainer(time)
{
    public override string Name => "averaged-perceptron";

    public override IReadOnlyList<TrainerOption> Options { get; } =
    [
        new(Iterations, "How often the rows are gone through.", 10, 1, 10_000, IsWhole: true),
        new(LearningRate, "How far a mistake moves the model.", 1, 0.0001, 1_000, IsWhole: false),
        new(L2, "The weight of the L2 penalty.", 0, 0, 1, IsWhole: false),
    ];

    private protected override bool ScalesNumbers => true;

    private protected override bool IsCalibrated => false;

    private protected override IEstimator<ITransformer> Learner(
        MLContext context, ModelTask task, TrainerSettings settings, LearnerColumns columns) =>
        context.BinaryClassification.Trainers.AveragedPerceptron(new Microsoft.ML.Trainers.AveragedPerceptronTrainer.Options
        {
            FeatureColumnName = columns.Features,
            LabelColumnName = columns.Label,
            NumberOfIterations = settings.Whole(Iterations),
            LearningRate = (float)settings.Number(LearningRate),
            L2Regularization = (float)settings.Number(L2),
        });
}
