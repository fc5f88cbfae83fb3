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

    private protected override Scaling Scaling => Scaling.Bins;
}
