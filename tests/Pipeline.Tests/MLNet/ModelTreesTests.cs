using Pipeline.MLNet.Trainers;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;
using Pipeline.Testing;
using Pipeline.Core.Progress;

namespace Pipeline.MLNet;

public sealed class ModelTreesTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fast-tree", ModelTask.BinaryClassification)]
    [InlineData("fast-tree", ModelTask.Regression)]
    [InlineData("fast-forest", ModelTask.BinaryClassification)]
    [InlineData("fast-forest", ModelTask.Regression)]
    [InlineData("light-gbm", ModelTask.BinaryClassification)]
    [InlineData("light-gbm", ModelTask.Regression)]
    public void Trees_OfALoadedModel_AddUpToItsScore(string name, ModelTask task)
    {
        var rows = TaskTrainersTests.Rows(task);
        using var predictor = new MLNetFlavor().Load(TaskTrainersTests.Train(name, task, rows).Artifact);

        AddsUp(predictor, rows, task == ModelTask.BinaryClassification ? ModelOutputs.Score : ModelOutputs.Value);
    }

    [Theory]
    [InlineData("fast-tree")]
    [InlineData("fast-forest")]
    [InlineData("light-gbm")]
    public void Trees_OfAdult_AddUpToTheScore(string name)
    {
        var (training, test) = Adult.Read(Repository.Shared("data", "adult.csv"));
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(one => one.Name == name);
        var trained = trainer.Train(
            new TrainingRequest { Set = Adult.Set(training), Seed = 1 }, new Progress<StepEvent>(), Token).OrThrow();
        using var predictor = new MLNetFlavor().Load(trained.Artifact);

        AddsUp(predictor, test.Select([.. Enumerable.Range(0, 200)]), ModelOutputs.Score);
    }

    [Fact]
    public void Trees_OfTweedie_AddUpToTheLogarithm()
    {
        var rows = TaskTrainersTests.Rows(ModelTask.Regression);
        var trained = TaskTrainersTests.Train("fast-tree-tweedie", ModelTask.Regression, rows);
        using var predictor = new MLNetFlavor().Load(trained.Artifact);
        var trees = ((ITreeModel)predictor).Trees!;

        var margins = trees.Encode(rows, Token).Select(row => trees.Ensemble.Margin(row)).ToList();

        trees.Output.ShouldBe("logarithm of the value");
        var values = ((NumberColumn)predictor.Score(rows, Token)[ModelOutputs.Value]).Values;
        for (var row = 0; row < rows.RowCount; row++)
            Math.Exp(margins[row]).ShouldBe(values[row], values[row] * 1e-5);
    }

    [Theory]
    [InlineData("fast-tree", ModelTask.MulticlassClassification)]
    [InlineData("light-gbm", ModelTask.MulticlassClassification)]
    [InlineData("lbfgs-logistic-regression", ModelTask.BinaryClassification)]
    public void Trees_OfOthers_AreNotShown(string name, ModelTask task)
    {
        var trained = TaskTrainersTests.Train(name, task, TaskTrainersTests.Rows(task));
        using var predictor = new MLNetFlavor().Load(trained.Artifact);

        ((ITreeModel)predictor).Trees.ShouldBeNull();
    }

    [Fact]
    public void Trees_OfACalibratedModel_AreThoseBefore()
    {
        var trained = Loans.Train(Loans.Rows(400));
        var artifact = trained.Artifact.With(new Calibration.Sigmoid(-2, 0.5));
        using var predictor = new PredictorCatalog(new MLNetFlavor()).Load(artifact);

        ((ITreeModel)predictor).Trees!.Output.ShouldBe("score before calibration");
    }

    [Fact]
    public void Inputs_OfSlots_AreTheColumnsThatTheyWereMadeOf()
    {
        using var predictor = Loans.Load(Loans.Train(Loans.Rows(400)));
        var trees = ((ITreeModel)predictor).Trees!;

        trees.Inputs.SelectMany(inputs => inputs).Distinct().Order().ShouldBe([0, 1]);
        // Income is a number and whether it is missing, purpose an indicator for each of three.
        trees.Inputs.Count(inputs => inputs is [0]).ShouldBeInRange(1, 2);
        trees.Inputs.Count(inputs => inputs is [1]).ShouldBeInRange(1, 3);
    }

    private static void AddsUp(IPredictor predictor, Table rows, string output)
    {
        var data = rows.Select([.. Enumerable.Range(0, Math.Min(100, rows.RowCount))]);
        var trees = ((ITreeModel)predictor).Trees.ShouldNotBeNull();
        var covers = trees.Ensemble.Count(trees.Encode(rows, Token));
        rows = rows.Select([.. Enumerable.Range(0, Math.Min(200, rows.RowCount))]);
        var scores = ((NumberColumn)predictor.Score(rows, Token)[output]).Values;

        foreach (var (background, isInterventional) in new[]
        {
            (new Background { Covers = covers }, false), (new Background { Rows = data }, true),
        })
        {
            var options = new ExplainerOptions { IsInterventional = isInterventional };
            var explained = Explainers.Of(predictor, background, options)!.Explain(rows, Token);
            for (var row = 0; row < rows.RowCount; row++)
            {
                var sum = explained[row].BaseValue + explained[row].Contributions.Sum();
                sum.ShouldBe(explained[row].Answer, 1e-9 * Math.Max(1, Math.Abs(scores[row])));
                sum.ShouldBe(scores[row], 1e-6 * Math.Max(1, Math.Abs(scores[row])));
            }
        }
    }
}
