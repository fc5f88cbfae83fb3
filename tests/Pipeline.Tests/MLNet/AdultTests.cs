using Pipeline.Core.Progress;
using Pipeline.MLNet.Trainers;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.MLNet;

/// <summary>Against what Microsoft.ML 5.0.0 was recorded to score on the same rows.</summary>
public class AdultTests
{
    private static readonly FastTreeOptions Gentle = new() { Leaves = 31, LearningRate = 0.1, MinLeaf = 20 };

    [Fact]
    public void FastTree_Defaults_ScoreLikeTheRecordedOnes()
    {
        var figures = Measure("fast-tree");

        figures.RocAuc.ShouldBe(0.9293, 0.002);
        figures.AveragePrecision.ShouldBe(0.8268, 0.01);
        figures.Accuracy.ShouldBe(0.8729, 0.005);
        (figures.LogLoss / Math.Log(2)).ShouldBe(0.4060, 0.01);
    }

    [Fact]
    public void FastTree_SmallerSteps_ScoreLikeTheRecordedOnes()
    {
        var figures = Measure("fast-tree", Gentle);

        figures.RocAuc.ShouldBe(0.9280, 0.002);
        figures.AveragePrecision.ShouldBe(0.8251, 0.01);
        figures.Accuracy.ShouldBe(0.8727, 0.005);
        (figures.LogLoss / Math.Log(2)).ShouldBe(0.4086, 0.01);
    }

    [Theory]
    [InlineData("fast-forest", 0.9099, 0.8518)]
    [InlineData("lbfgs-logistic-regression", 0.9073, 0.8474)]
    [InlineData("sdca-logistic-regression", 0.9077, 0.8484)]
    public void Others_Defaults_ScoreLikeTheRecordedOnes(string trainer, double recordedAuc, double recordedAccuracy)
    {
        var figures = Measure(trainer);

        TestContext.Current.TestOutputHelper?.WriteLine($"auc {figures.RocAuc:0.0000}, accuracy {figures.Accuracy:0.0000}");
        figures.RocAuc.ShouldBe(recordedAuc, 0.002);
        figures.Accuracy.ShouldBe(recordedAccuracy, 0.01);
    }

    private static BinaryFigures Measure(string name, object? options = null)
    {
        var (training, test) = Adult.Read(Repository.Shared("data", "adult.csv"));
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == name);
        var request = new TrainingRequest { Set = Adult.Set(training), Options = options, Seed = 7 };
        using var predictor = Loans.Load(trainer.Train(request, new Progress<StepEvent>(), CancellationToken.None).OrThrow());
        var scored = predictor.Score(test, CancellationToken.None);
        var truth = TaskKind.Of(predictor.Signature.Task).Read(test[Adult.Label], predictor.Signature.Label).Value;
        return BinaryFigures.Of(((NumberColumn)scored[ModelOutputs.Probability]).Values, [.. truth.Values.Select(x => x > 0)]);
    }
}
