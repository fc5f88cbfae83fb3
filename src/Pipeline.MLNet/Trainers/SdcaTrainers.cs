using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>
/// sdca-logistic-regression: of several classes, by maximum entropy. On one thread: threads that race for coordinates end
/// somewhere else at every run.
/// </summary>
internal sealed class SdcaLogisticRegressionTrainer(TimeProvider time)
    : MLNetTrainer<SdcaOptions>("sdca-logistic-regression", time)
{
    private protected override Dictionary<ModelTask, Learner<SdcaOptions>> Learners { get; } = new()
    {
        [ModelTask.BinaryClassification] = learning =>
            learning.Context.BinaryClassification.Trainers.SdcaLogisticRegression(
                learning.For<SdcaLogisticRegressionBinaryTrainer.Options>(own => own.NumberOfThreads = 1)),
        [ModelTask.MulticlassClassification] = learning =>
            learning.Context.MulticlassClassification.Trainers.SdcaMaximumEntropy(
                learning.For<SdcaMaximumEntropyMulticlassTrainer.Options>(own => own.NumberOfThreads = 1)),
    };

    private protected override Scaling Scaling => Scaling.Magnitude;
}

/// <summary>sdca-regression, on one thread for the same reason.</summary>
internal sealed class SdcaRegressionTrainer(TimeProvider time) : MLNetTrainer<SdcaOptions>("sdca-regression", time)
{
    private protected override Dictionary<ModelTask, Learner<SdcaOptions>> Learners { get; } = new()
    {
        [ModelTask.Regression] = learning => learning.Context.Regression.Trainers.Sdca(
            learning.For<Microsoft.ML.Trainers.SdcaRegressionTrainer.Options>(own => own.NumberOfThreads = 1)),
    };

    private protected override Scaling Scaling => Scaling.Spread;
}

[Description("A linear model by stochastic dual coordinate ascent.")]
internal sealed record SdcaOptions
{
    [Description("How often the rows are gone through at most; ML.NET chooses by default.")]
    [Range(1, 10_000)]
    [Sets("MaximumNumberOfIterations")]
    [Iterations]
    public int? Iterations { get; init; }

    [Description("The weight of the L2 penalty; ML.NET chooses by default.")]
    [Range(0.000_000_001, 1_000.0)]
    [Sets("L2Regularization")]
    public double? L2 { get; init; }
}
