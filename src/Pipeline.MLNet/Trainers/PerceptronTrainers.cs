using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using Microsoft.ML;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>averaged-perceptron.</summary>
internal sealed class AveragedPerceptronTrainer(TimeProvider time)
    : MLNetTrainer<AveragedPerceptronOptions>("averaged-perceptron", time)
{
    private protected override Dictionary<ModelTask, Learner<AveragedPerceptronOptions>> Learners { get; } = new()
    {
        [ModelTask.BinaryClassification] = learning => learning.Context.BinaryClassification.Trainers.AveragedPerceptron(
            learning.For<Microsoft.ML.Trainers.AveragedPerceptronTrainer.Options>()),
    };

    public override bool TakesWeights => false;

    private protected override Scaling Scaling => Scaling.Magnitude;

    private protected override bool IsCalibrated => false;
}

[Description("A linear model that moves at its mistakes, with the defaults of ML.NET.")]
internal sealed record AveragedPerceptronOptions
{
    [Description("How often the rows are gone through.")]
    [Range(1, 10_000)]
    [Sets("NumberOfIterations")]
    [Iterations]
    public int Iterations { get; init; } = 10;

    [Description("How far a mistake moves the model.")]
    [Range(0.0001, 1_000.0)]
    [Sets("LearningRate")]
    public double LearningRate { get; init; } = 1;

    [Description("The weight of the L2 penalty.")]
    [Range(0.0, 1.0)]
    [Sets("L2Regularization")]
    public double L2 { get; init; }
}

/// <summary>linear-svm.</summary>
internal sealed class LinearSvmTrainer(TimeProvider time) : MLNetTrainer<LinearSvmOptions>("linear-svm", time)
{
    private protected override Dictionary<ModelTask, Learner<LinearSvmOptions>> Learners { get; } = new()
    {
        [ModelTask.BinaryClassification] = learning => learning.Context.BinaryClassification.Trainers.LinearSvm(
            learning.For<Microsoft.ML.Trainers.LinearSvmTrainer.Options>()),
    };

    public override bool TakesWeights => false;

    private protected override Scaling Scaling => Scaling.Magnitude;

    private protected override bool IsCalibrated => false;
}

[Description("A linear support vector machine, by the Pegasos method.")]
internal sealed record LinearSvmOptions
{
    [Description("How often the rows are gone through.")]
    [Range(1, 10_000)]
    [Sets("NumberOfIterations")]
    [Iterations]
    public int Iterations { get; init; } = 1;

    [Description("The weight of the penalty on large coefficients.")]
    [Range(0.000_001, 1_000.0)]
    [Sets("Lambda")]
    public double Lambda { get; init; } = 0.001;
}
