using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.MLNet.Features;

/// <summary>Against what Microsoft.ML 5.0.0 was recorded to make of the texts of issues.</summary>
public class CorefxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>FeaturizeText with its defaults on both texts.</summary>
    [Theory]
    [InlineData("sdca-logistic-regression", 0.7245)]
    [InlineData("lbfgs-logistic-regression", 0.4830)]
    public void Train_TitleAndDescription_ScoresLikeTheRecordedOne(string trainer, double recorded)
    {
        var (training, test) = Corefx.Read(Repository.Shared("data", "corefx-issues.tsv"));
        var trained = Train(trainer, training);
        using var predictor = new MLNetFlavor().Load(trained.Artifact);
        var (form, scored) = (new AnswerForm(predictor.Signature), predictor.Score(test, Token));

        var accuracy = Enumerable.Range(0, test.RowCount).Average(row =>
            form.Label([.. scored.Columns.Select(x => ((NumberColumn)x).Values[row])]) == test["Area"].Text(row) ? 1.0 : 0);

        TestContext.Current.TestOutputHelper?.WriteLine($"accuracy {accuracy:0.0000}");
        trained.Features[0].Slots.ShouldBe(16_888);
        accuracy.ShouldBe(recorded, 0.01);
    }

    private static TrainedModel Train(string name, Table rows) =>
        MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == name).Train(
            new TrainingRequest { Set = Corefx.Set(rows), Seed = 7 }, new Progress<StepEvent>(), Token).OrThrow();
}
