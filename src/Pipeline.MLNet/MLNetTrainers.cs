using Pipeline.MLNet.Trainers;
using Pipeline.Models;

namespace Pipeline.MLNet;

/// <summary>The trainers of ML.NET that make the same model again; Gam is left out, because it does not.</summary>
public static class MLNetTrainers
{
    /// <param name="time">Measures how long training takes.</param>
    public static IReadOnlyList<ITrainer> All(TimeProvider time) =>
    [
        new FastTreeTrainer(time),
        new LightGbmTrainer(time),
        new FastForestTrainer(time),
        new FastTreeTweedieTrainer(time),
        new LbfgsLogisticRegressionTrainer(time),
        new LbfgsPoissonRegressionTrainer(time),
        new SdcaLogisticRegressionTrainer(time),
        new SdcaRegressionTrainer(time),
        new AveragedPerceptronTrainer(time),
        new LinearSvmTrainer(time),
        new NaiveBayesTrainer(time),
        new OneVersusAllTrainer(time),
    ];
}
