using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.MLNet;

/// <summary>Against what Microsoft.ML 5.0.0 was recorded to score on the same rows.</summary>
public class AdultTests
{
    private static readonly TrainerSetting[] Gentle = [new("leaves", 31), new("learning-rate", 0.1), new("min-leaf", 20)];

    [Fact]
    public void FastTree_Defaults_ScoreLikeTheRecordedOnes()
    {
        var figures = Measure([]);

        figures.RocAuc.ShouldBe(0.9293, 0.004);
        figures.AveragePrecision.ShouldBe(0.8268, 0.01);
        figures.Accuracy.ShouldBe(0.8729, 0.005);
        (figures.LogLoss / Math.Log(2)).ShouldBe(0.4060, 0.01);
    }

    [Fact]
    public void FastTree_SmallerSteps_ScoreLikeTheRecordedOnes()
    {
        var figures = Measure(Gentle);

        figures.RocAuc.ShouldBe(0.9280, 0.004);
        figures.AveragePrecision.ShouldBe(0.8251, 0.01);
        figures.Accuracy.ShouldBe(0.8727, 0.005);
        (figures.LogLoss / Math.Log(2)).ShouldBe(0.4086, 0.01);
    }

    private static BinaryFigures Measure(TrainerSetting[] settings)
    {
        var (training, test) = Adult.Read(Repository.Shared("data", "adult.csv"));
        using var predictor = Loans.Load(Loans.Train(Loans.Request(training, settings) with { Set = Adult.Set(training) }));
        var scored = predictor.Score(test, CancellationToken.None);
        var truth = TaskKind.Of(predictor.Signature.Task).Read(test[Adult.Label], predictor.Signature.Label).Value;
        return BinaryFigures.Of(((NumberColumn)scored[ModelOutputs.Probability]).Values, [.. truth.Values.Select(x => x > 0)]);
    }
}
