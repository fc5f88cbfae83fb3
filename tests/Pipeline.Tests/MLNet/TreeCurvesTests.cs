using Pipeline.Core.Checks;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.MLNet;

public class TreeCurvesTests
{
    [Theory]
    [InlineData("fast-tree")]
    [InlineData("light-gbm")]
    public void Curve_OfTwoClasses_EndsAtTheLossOfTheWholeModel(string name)
    {
        var watched = Loans.Rows(1_500, seed: 9);
        var request = Loans.Request(Loans.Rows(1_000)) with
        {
            Options = null,
            Watch = new TrainingWatch(watched, Rounds: 1_000),
        };

        var trained = Trainer(name).Train(request, new Progress<StepEvent>(), CancellationToken.None).OrThrow();

        using var predictor = Loans.Load(trained);
        LastOf(trained, "log_loss").ShouldBe(Fit(trained), 1e-6);
        var truth = TaskKind.Of(predictor.Signature.Task).Read(watched["repaid"], predictor.Signature.Label).Value;
        var answers = ((NumberColumn)predictor.Score(watched, CancellationToken.None)[ModelOutputs.Probability]).Values;
        var loss = answers.Zip(truth.Values, (p, y) => -Math.Log(y > 0 ? p : 1 - p)).Average();
        // Answers are floats, which near 1 leave little of what is missing to it.
        LastOf(trained, "validation_log_loss").ShouldBe(loss, loss * 1e-3);
    }

    [Theory]
    [InlineData("fast-tree")]
    [InlineData("light-gbm")]
    [InlineData("fast-tree-tweedie")]
    public void Curve_OfNumbers_EndsAtTheErrorOfTheWholeModel(string name)
    {
        var rows = Numbers(1_200);
        var set = new TrainingSet { Rows = rows, Task = ModelTask.Regression, Label = "y" };

        var trained = Trainer(name)
            .Train(new TrainingRequest { Set = set, Seed = 3 }, new Progress<StepEvent>(), CancellationToken.None).OrThrow();

        using var predictor = Loans.Load(trained);
        var answers = ((NumberColumn)predictor.Score(rows, CancellationToken.None)[ModelOutputs.Value]).Values;
        var truth = ((NumberColumn)rows["y"]).Values;
        var error = answers.Zip(truth, (a, y) => (a - y) * (a - y)).Average();
        LastOf(trained, "mean_squared_error").ShouldBe(error, error * 1e-4);
    }

    private static double Fit(TrainedModel trained) =>
        ((MeasuredValue.Number)trained.Metrics.Single(x => x.Name == "log_loss").Value).Value;

    private static double LastOf(TrainedModel trained, string metric) =>
        trained.Curves.Single(x => x.Metric == metric).Points[^1].Value;

    private static ITrainer Trainer(string name) => MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == name);

    private static Table Numbers(int count)
    {
        var random = new Random(5);
        var (x, kind, y) = (new NumberColumnBuilder("x"), new CategoryColumnBuilder("kind"), new NumberColumnBuilder("y"));
        for (var i = 0; i < count; i++)
        {
            var (amount, place) = (random.NextDouble() * 10, random.Next(12));
            x.Append(amount);
            kind.Append($"k{place}");
            y.Append(place == 0 ? 0 : (amount * 3) + place + random.NextDouble());
        }

        return new Table(x.Build(), kind.Build(), y.Build());
    }
}
