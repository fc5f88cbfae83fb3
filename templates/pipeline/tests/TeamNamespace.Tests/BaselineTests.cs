using System.Collections.Immutable;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace TeamNamespace;

public sealed class BaselineTests
{
    private static readonly ImmutableArray<double> Label = [0, 0, 1, 1, 0, 1, 1, 1];

    [Theory]
    [InlineData(ModelTask.BinaryClassification, new[] { 0.625 })]
    [InlineData(ModelTask.MulticlassClassification, new[] { 0.375, 0.625 })]
    [InlineData(ModelTask.Regression, new[] { 0.625 })]
    public void Model_OfAnyTask_AnswersTheMeanForEveryRow(ModelTask task, double[] expected)
    {
        using var predictor = Train(task, new BaselineOptions());
        var rows = new Table(new NumberColumn("x", [5, double.NaN]));

        var answers = predictor.Score(rows, TestContext.Current.CancellationToken);

        answers.Columns.Select(column => ((NumberColumn)column).Values[1]).ShouldBe(expected);
    }

    [Fact]
    public void Recent_HalfOfTheRows_CountsTheLastHalf()
    {
        using var predictor = Train(ModelTask.Regression, new BaselineOptions { Recent = 0.5 });

        var answers = predictor.Score(new Table(new NumberColumn("x", [5])), TestContext.Current.CancellationToken);

        ((NumberColumn)answers[ModelOutputs.Value]).Values.ShouldBe([0.75]);
    }

    private static IPredictor Train(ModelTask task, BaselineOptions options)
    {
        var rows = new Table(new NumberColumn("x", [1, 2, 3, 4, 5, 6, 7, 8]), new NumberColumn("label", Label));
        var set = new TrainingSet { Rows = rows, Task = task, Label = "label" };
        var model = new BaselineTrainer().Train(
            new TrainingRequest { Set = set, Seed = 1 }, options, new Progress<StepEvent>(), TestContext.Current.CancellationToken);
        return new BaselineFlavor().Load(model.OrThrow().Artifact);
    }
}
