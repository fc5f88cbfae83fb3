using System.ComponentModel;
using Microsoft.ML.Trainers;
using Microsoft.ML;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>naive-bayes: of a feature it learns only whether it is above 0, so that numbers become indicators.</summary>
internal sealed class NaiveBayesTrainer(TimeProvider time) : MLNetTrainer<NoOptions>("naive-bayes", time)
{
    private protected override Dictionary<ModelTask, Learner<NoOptions>> Learners { get; } = new()
    {
        [ModelTask.MulticlassClassification] = learning =>
            learning.Context.MulticlassClassification.Trainers.NaiveBayes(learning.Label, learning.Features),
    };

    public override bool TakesWeights => false;

    private protected override Scaling Scaling => Scaling.Bins;
}

/// <summary>one-versus-all.</summary>
internal sealed class OneVersusAllTrainer(TimeProvider time) : MLNetTrainer<OneVersusAllOptions>("one-versus-all", time)
{
    private protected override Dictionary<ModelTask, Learner<OneVersusAllOptions>> Learners { get; } = new()
    {
        [ModelTask.MulticlassClassification] = learning =>
        {
            var all = learning.Context.MulticlassClassification.Trainers;
            var two = learning.Context.BinaryClassification.Trainers;
            var (label, features) = (learning.Label, learning.Features);
            return learning.Options.Learner switch
            {
                BinaryLearner.FastForest => all.OneVersusAll(two.FastForest(label, features), label),
                BinaryLearner.LinearSvm => all.OneVersusAll(two.LinearSvm(label, features), label),
                BinaryLearner.LbfgsLogisticRegression => all.OneVersusAll(
                    two.LbfgsLogisticRegression(learning.For<LbfgsLogisticRegressionBinaryTrainer.Options>(
                        own => own.NumberOfThreads = 1)), label),
                _ => all.OneVersusAll(two.AveragedPerceptron(label, features), label),
            };
        },
    };

    public override bool TakesWeights => false;

    private protected override Scaling Scaling => Scaling.Magnitude;
}

[Description("Several classes by one model for each against the others.")]
internal sealed record OneVersusAllOptions
{
    [Description("Who makes each of the models, with its defaults.")]
    public BinaryLearner Learner { get; init; }
}

/// <summary>Trainers of two classes that do not learn several by themselves, and one that does.</summary>
internal enum BinaryLearner
{
    AveragedPerceptron,
    FastForest,
    LinearSvm,
    LbfgsLogisticRegression,
}
