using System.Text.Json;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;

namespace Pipeline.Serving.Predictions;

/// <summary>A server says what evaluation judged, number by number and class by class, whatever the task.</summary>
public sealed class TaskServingTests
{
    private const int Rows = 240;

    private static readonly string[] Colours = ["red", "green", "blue"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<ModelTask, int> Cases =>
        [.. Enum.GetValues<ModelTask>().SelectMany(x => Enumerable.Range(1, 3).Select(y => (x, y)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Predict_AnyRows_SaysWhatEvaluationJudged(ModelTask task, int seed)
    {
        var rows = Table(task, seed);
        using var predictor = Train(task, rows);
        var (signature, kind) = (predictor.Signature, TaskKind.Of(task));
        var scored = predictor.Score(rows, Token);
        var judged = kind.Outputs(signature.Label).Select(x => ((NumberColumn)scored[x]).Values).ToList();
        await using var server = await TestServer.StartAsync(predictor);

        var answer = await server.AnswerAsync($"[{string.Join(',', Enumerable.Range(0, Rows).Select(x => Row(rows, x)))}]");

        foreach (var (row, told) in answer.GetProperty("predictions").EnumerateArray().Index())
        {
            var numbers = judged.Select(x => x[row]).ToArray();
            Numbers(task, told).ShouldBe(numbers);
            Label(told).ShouldBe(Decided(signature, numbers));
        }
    }

    [Theory]
    [InlineData(ModelTask.Regression, "value", "")]
    [InlineData(ModelTask.MulticlassClassification, "probabilities", "blue green red")]
    public async Task Predict_OneRow_IsAnsweredAndLoggedByName(ModelTask task, string name, string classes)
    {
        var rows = Table(task, seed: 1);
        using var predictor = Train(task, rows);
        await using var server = await TestServer.StartAsync(predictor);

        var answer = await server.AnswerAsync(Row(rows, 0));

        answer.EnumerateObject().Select(x => x.Name).Except(["id", "label", "model"]).ShouldBe([name]);
        var entry = server.Log.Entries.Single().ShouldBeOfType<PredictionLogEntry.Prediction>();
        entry.Outputs.Names.ShouldBe(task == ModelTask.Regression
            ? ["value"]
            : classes.Split(' ').Select(x => $"probabilities.{x}"));
        (await server.TextAsync("/metrics")).ShouldContain("pipeline_prediction_count");
    }

    private static double[] Numbers(ModelTask task, JsonElement told) => task switch
    {
        ModelTask.BinaryClassification => [told.GetProperty("probability").GetDouble()],
        ModelTask.MulticlassClassification =>
            [.. told.GetProperty("probabilities").EnumerateObject().Select(x => x.Value.GetDouble())],
        _ => [told.GetProperty("value").GetDouble()],
    };

    private static string? Label(JsonElement told) =>
        told.TryGetProperty("label", out var label) ? label.GetString() : null;

    /// <summary>Written once more, by the words of the guide.</summary>
    private static string? Decided(ModelSignature signature, double[] numbers) => signature.Label switch
    {
        ModelLabel.TwoClasses x => numbers[0] >= 0.5 ? x.Positive : x.Negative,
        ModelLabel.Classes x => x.Names[numbers.IndexOf(numbers.Max())],
        _ => null,
    };

    private static IPredictor Train(ModelTask task, Table rows)
    {
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "fast-tree");
        var request = new TrainingRequest
        {
            Set = new TrainingSet { Rows = rows, Task = task, Label = "y", Positive = "red" },
            Seed = 7,
        };
        return new MLNetFlavor().Load(trainer.Train(request, new Progress<StepEvent>(), Token).OrThrow().Artifact);
    }

    private static Table Table(ModelTask task, int seed)
    {
        var random = new Random(seed);
        var (size, shape, names, numbers) = (
            new NumberColumnBuilder("size"), new CategoryColumnBuilder("shape"),
            new CategoryColumnBuilder("y"), new NumberColumnBuilder("y"));
        for (var i = 0; i < Rows; i++)
        {
            var length = random.Next(1000) / 10.0;
            size.Append(length);
            shape.Append(random.Next(2) == 0 ? "round" : "square");
            names.Append(Colours[(random.Next(4) + (int)(length / 34)) % (task == ModelTask.BinaryClassification ? 2 : 3)]);
            numbers.Append(length + random.Next(20));
        }

        return new Table(size.Build(), shape.Build(), task == ModelTask.Regression ? numbers.Build() : names.Build());
    }

    private static string Row(Table rows, int row) =>
        $$"""{"size": {{rows["size"].Text(row)}}, "shape": "{{rows["shape"].Text(row)}}"}""";
}
