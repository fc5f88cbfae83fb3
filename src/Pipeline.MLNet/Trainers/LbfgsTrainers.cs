using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>
/// lbfgs-logistic-regression: of several classes, by maximum entropy. On one thread: sums of gradients by thread differ in their
/// last digits.
/// </summary>
internal sealed class LbfgsLogisticRegressionTrainer(TimeProvider time)
    : MLNetTrainer<LbfgsOptions>("lbfgs-logistic-regression", time)
{
    private protected override Dictionary<ModelTask, Learner<LbfgsOptions>> Learners { get; } = new()
    {
        [ModelTask.BinaryClassification] = learning =>
            learning.Context.BinaryClassification.Trainers.LbfgsLogisticRegression(
                learning.For<LbfgsLogisticRegressionBinaryTrainer.Options>(own => own.NumberOfThreads = 1)),
        [ModelTask.MulticlassClassification] = learning =>
            learning.Context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                learning.For<LbfgsMaximumEntropyMulticlassTrainer.Options>(own => own.NumberOfThreads = 1)),
    };

    private protected override Scaling Scaling => Scaling.Magnitude;
}

/// <summary>lbfgs-poisson-regression, on one thread for the same reason.</summary>
internal sealed class LbfgsPoissonRegressionTrainer(TimeProvider time)
    : MLNetTrainer<LbfgsOptions>("lbfgs-poisson-regression", time)
{
    private protected override Dictionary<ModelTask, Learner<LbfgsOptions>> Learners { get; } = new()
    {
        [ModelTask.Regression] = learning => learning.Context.Regression.Trainers.LbfgsPoissonRegression(
            learning.For<Microsoft.ML.Trainers.LbfgsPoissonRegressionTrainer.Options>(own => own.NumberOfThreads = 1)),
    };

    private protected override Scaling Scaling => Scaling.Magnitude;
}

[Description("A linear model by the limited-memory BFGS method, with the defaults of ML.NET.")]
internal sealed record LbfgsOptions
{
    [Description("The weight of the L1 penalty.")]
    [Range(0.0, 1_000_000.0)]
    [Sets("L1Regularization")]
    public double L1 { get; init; } = 1;

    [Description("The weight of the L2 penalty.")]
    [Range(0.0, 1_000_000.0)]
    [Sets("L2Regularization")]
    public double L2 { get; init; } = 1;
}
