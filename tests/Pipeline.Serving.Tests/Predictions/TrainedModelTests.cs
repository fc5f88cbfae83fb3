using System.Globalization;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Serving.Predictions;

public sealed class TrainedModelTests
{
    private const int Rows = 300;
    private const int Asked = 100;

    [Fact]
    public async Task Predict_ByATrainedModel_GivesTheAnswersThatItGivesInTraining()
    {
        var rows = Loans();
        using var predictor = new MLNetFlavor().Load(Train(rows).Artifact);
        var expected = Numbers(predictor.Score(rows, TestContext.Current.CancellationToken), ModelOutputs.Probability);
        await using var server = await TestServer.StartAsync(predictor);

        var answer = await server.AnswerAsync($"[{string.Join(',', Enumerable.Range(0, Asked).Select(x => Row(rows, x)))}]");

        var predictions = answer.GetProperty("predictions").EnumerateArray();
        predictions.Select(x => x.GetProperty("probability").GetDouble()).ShouldBe(expected.Take(Asked));
    }

    private static TrainedModel Train(Table rows)
    {
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "fast-tree");
        var request = new TrainingRequest
        {
            Set = new TrainingSet { Rows = rows, Task = ModelTask.BinaryClassification, Label = "repaid", Positive = "yes" },
            Seed = 7,
        };
        return trainer.Train(request, new Progress<StepEvent>(), TestContext.Current.CancellationToken).OrThrow();
    }

    private static Table Loans()
    {
        var random = new Random(1);
        var (income, purpose, repaid) = (
            new NumberColumnBuilder("income"), new CategoryColumnBuilder("purpose"), new CategoryColumnBuilder("repaid"));
        for (var i = 0; i < Rows; i++)
        {
            var amount = random.NextDouble() * 100;
            income.Append(i % 10 == 0 ? double.NaN : amount);
            purpose.Append(i % 3 == 0 ? "home" : "car");
            repaid.Append(amount > 40 + random.Next(30) ? "yes" : "no");
        }

        return new Table(income.Build(), purpose.Build(), repaid.Build());
    }

    private static string Row(Table rows, int row)
    {
        var income = Numbers(rows, "income")[row];
        var number = double.IsNaN(income) ? "null" : income.ToString("R", CultureInfo.InvariantCulture);
        return $$"""{"income": {{number}}, "purpose": "{{rows["purpose"].Text(row)}}"}""";
    }

    private static IReadOnlyList<double> Numbers(Table table, string column) => ((NumberColumn)table[column]).Values;
}
