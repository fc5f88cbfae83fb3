using System.Net;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Onnx;
using Pipeline.Testing;

namespace Pipeline.Serving.Predictions;

/// <summary>
/// Whatever stands in a row, a server of a trained model answers finite numbers in range, or refuses it and names the field.
/// </summary>
public sealed class AnyRowTests
{
    private const int Rows = 240;
    private const int Asked = 250;

    private static readonly string[] Inputs = ["income", "age", "purpose", "note", "opened", "member"];

    private static readonly Gen<string> Numbers = Gen.Elements(
        "0", "-0", "-0.0", "1", "-1", "0.5", "1e308", "-1e308", "1.7976931348623157e308", "1e-308", "5e-324", "-5e-324", "1e400",
        "-1e400", "3.5e38", "1e39", "-1e39", "9007199254740993", "-9007199254740993", "18446744073709551616", "1e15", "1E+2",
        "123456789012345678901234567890", "0.1e-400", "null", "true", "\"\"", "\"NaN\"", "\"Infinity\"", "\"12\"",
        "\" 12\"", "[]");

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements(
            "car", "home", "Car", "unseen", "", " ", "?", "NA", "NaN", "null", "true", "0", "-0", "1e999", "2024-05-01",
            "0001-01-01", "9999-12-31T23:59:59.999Z", "2024-05-01T12:30:00+14:00", "2024-02-30", "\0", "\u0001\u001f", "\u2028",
            "\uFEFF", "e\u0301\u0301\u0301", "\u202Eabc", "👩‍👩‍👧‍👦", "𝒳", "\uFFFF",
            new string('x', 20_000), new string('\u0300', 3_000),
            string.Concat(Enumerable.Repeat("word ", 2_000)))
            .Select(text => JsonSerializer.Serialize(text)),
        ArbMap.Default.GeneratorFor<string>().Select(text => JsonSerializer.Serialize(text)),
        Gen.Elements("null", "1", "1e308", "-0", "true", "false", "{}", "\"\\ud800\"", "\"\\udc00x\""));

    /// <summary>Each trainer by each of its tasks.</summary>
    public static TheoryData<string, ModelTask> Trainers()
    {
        var data = new TheoryData<string, ModelTask>();
        foreach (var trainer in MLNetTrainers.All(TimeProvider.System))
        {
            foreach (var task in trainer.Tasks)
                data.Add(trainer.Name, task);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public async Task Predict_AnyRow_IsAnsweredInRangeOrRefusedByField(string trainer, ModelTask task)
    {
        using var predictor = Train(trainer, task);

        var (answered, refused) = await AskAsync(predictor);

        answered.ShouldBeGreaterThan(Asked / 20);
        refused.ShouldBeGreaterThan(Asked / 20);
    }

    [Fact]
    public async Task Predict_AnyRowOfAnOnnxModel_IsAnsweredInRangeOrRefusedByField()
    {
        using var predictor = Adopt();

        var (answered, refused) = await AskAsync(predictor);

        answered.ShouldBeGreaterThan(Asked / 20);
        refused.ShouldBeGreaterThan(Asked / 20);
    }

    private static async Task<(int Answered, int Refused)> AskAsync(IPredictor predictor)
    {
        var (task, inputs) = (predictor.Signature.Task, predictor.Signature.Inputs.Select(input => input.Name).ToList());
        await using var server = await TestServer.StartAsync(predictor);
        var (answered, refused) = (0, 0);
        foreach (var body in Bodies(inputs))
        {
            using var response = await server.PredictAsync(body);
            var json = await TestServer.JsonAsync(response);
            if (response.StatusCode == HttpStatusCode.OK)
                answered += Answers(json, task).All(answer => IsInRange(answer, task)) ? 1 : throw Broken(response, json, body);
            else if (response.StatusCode == HttpStatusCode.BadRequest)
                refused += Fields(json).All(inputs.Contains) ? 1 : throw Broken(response, json, body);
            else
                throw Broken(response, json, body);
        }

        return (answered, refused);
    }

    [Fact]
    public async Task Predict_FieldsInAnotherOrder_AreAnsweredAlike()
    {
        using var predictor = Train("fast-tree", ModelTask.BinaryClassification);
        await using var server = await TestServer.StartAsync(predictor);
        string[] fields =
        [
            "\"income\": 12.5", "\"age\": 40", "\"purpose\": \"car\"", "\"note\": \"paid late\"", "\"opened\": \"2024-05-01\"",
            "\"member\": true",
        ];

        var answers = new List<double>();
        foreach (var order in new[] { fields, [.. fields.Reverse()], [.. fields.Skip(2), .. fields.Take(2)] })
            answers.Add((await server.AnswerAsync($"{{{string.Join(',', order)}}}")).GetProperty("probability").GetDouble());

        answers.ShouldAllBe(answer => answer == answers[0]);
    }

    [Fact]
    public async Task Predict_NumbersThatAreTooLargeForTheModel_AreRefusedByName()
    {
        await using var server = await TestServer.StartAsync(new Overflowing());

        var problems = await server.ProblemsAsync("""[{"income": 2, "age": 3}, {"income": 1e30, "age": 5}]""");

        problems.ShouldHaveSingleItem().ShouldBe(
            "1 income 'income' is 1E+30; the model has no answer to a number of that size.");
    }

    [Fact]
    public async Task Predict_NumbersThatAreNotToBlame_LeaveItToTheModel()
    {
        await using var server = await TestServer.StartAsync(new Overflowing());

        using var response = await server.PredictAsync("""{"income": 2, "age": -1}""");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    private static ShouldAssertException Broken(HttpResponseMessage response, JsonElement json, string body) =>
        new($"{(int)response.StatusCode} {json} {(body.Length > 500 ? body[..500] : body)}");

    private static IEnumerable<string> Bodies(List<string> inputs)
    {
        var row =
            from income in Numbers
            from age in Numbers
            from purpose in Texts
            from note in Texts
            from opened in Gen.Frequency((2, Gen.Constant("\"2024-05-01\"")), (1, Texts))
            from member in Gen.Frequency((2, Gen.Constant("true")), (1, Texts))
            from left in Gen.Choose(0, 20)
            select new[] { income, age, purpose, note, opened, member }.Select((value, place) => (Name: Inputs[place], value))
                .Where((_, place) => place != left);
        // Most rows have one strange value or two: where all are strange, all rows are refused.
        var calm =
            from strange in row
            from first in Gen.Choose(0, 5)
            from second in Gen.Choose(0, 5)
            select strange.Select(x => x.Name == Inputs[first] || x.Name == Inputs[second] ? x : (x.Name, value: Usual(x.Name)));
        var both = Gen.Frequency((1, row), (6, calm));
        return both.Sample(Asked, new Rnd(20_261_127, 7), Asked).Select(fields =>
            $"{{{string.Join(", ", fields.Where(x => inputs.Contains(x.Name)).Select(x => $"\"{x.Name}\": {x.value}"))}}}");
    }

    private static string Usual(string input) => input switch
    {
        "income" => "42.5",
        "age" => "40",
        "purpose" => "\"car\"",
        "note" => "\"paid late\"",
        "opened" => "\"2024-05-01\"",
        _ => "true",
    };

    private static IEnumerable<double> Answers(JsonElement answer, ModelTask task) => task switch
    {
        ModelTask.BinaryClassification => [answer.GetProperty("probability").GetDouble()],
        ModelTask.Regression => [answer.GetProperty("value").GetDouble()],
        _ => answer.GetProperty("probabilities").EnumerateObject().Select(x => x.Value.GetDouble()),
    };

    private static bool IsInRange(double answer, ModelTask task) => TaskKind.Of(task).Refuse(answer) is null;

    private static IEnumerable<string> Fields(JsonElement problem) =>
        problem.GetProperty("problems").EnumerateArray().Select(x => x.GetProperty("field").GetString()!);

    private static IPredictor Train(string name, ModelTask task)
    {
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == name);
        var set = new TrainingSet
        {
            Rows = Loans(task),
            Task = task,
            Label = "y",
            Positive = task == ModelTask.BinaryClassification ? "yes" : null,
            Declared = new InputDeclarations
            {
                Columns = new Dictionary<string, DeclaredInput>
                {
                    ["age"] = new(DataType.Integer),
                    ["opened"] = new(DataType.Timestamp),
                    ["member"] = new(DataType.Boolean),
                },
            },
        };
        return new PredictorCatalog(new MLNetFlavor()).Load(Train(trainer, set).Artifact);
    }

    /// <summary>The same trees of two numbers, as a file that somebody brings.</summary>
    private static IPredictor Adopt()
    {
        var set = new TrainingSet
        {
            Rows = Loans(ModelTask.BinaryClassification).Keep("income", "age", "y"),
            Task = ModelTask.BinaryClassification,
            Label = "y",
            Positive = "yes",
        };
        var trees = MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "fast-tree");
        var draft = (OnnxDraft.Written)Train(trees, set).Onnx!;
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "some.onnx"), draft.Bytes.ToArray());
        var trainer = OnnxTrainers.All(TimeProvider.System).Single(x => x.Name == "onnx");
        var options = Activator.CreateInstance(trainer.Options)!;
        trainer.Options.GetProperty("Path")!.SetValue(options, "some.onnx");
        trainer.Options.GetProperty("Output")!.SetValue(options, draft.Outputs[^1]);
        var place = new TrainingPlace(folder.Path, folder.Path, Path.Combine(folder.Path, "scratch"));
        var trained = Train(trainer, set, options, place);
        return new PredictorCatalog(new OnnxFlavor()).Load(trained.Artifact);
    }

    private static TrainedModel Train(
        ITrainer trainer, TrainingSet set, object? options = null, TrainingPlace? place = null) => trainer.Train(
        new TrainingRequest { Set = set, Options = options, Seed = 7, Place = place },
        new Progress<StepEvent>(),
        TestContext.Current.CancellationToken).OrThrow();

    private static Table Loans(ModelTask task)
    {
        var random = new Random(1);
        var (income, age) = (new NumberColumnBuilder("income"), new NumberColumnBuilder("age"));
        var (purpose, member) = (new CategoryColumnBuilder("purpose"), new CategoryColumnBuilder("member"));
        var (notes, opened) = (new string?[Rows], new string?[Rows]);
        var (number, label) = (new NumberColumnBuilder("y"), new CategoryColumnBuilder("y"));
        for (var row = 0; row < Rows; row++)
        {
            var amount = random.NextDouble() * 100;
            income.Append(row % 10 == 0 ? double.NaN : amount);
            age.Append(18 + random.Next(60));
            purpose.Append(row % 3 == 0 ? "home" : "car");
            member.Append(row % 2 == 0 ? "true" : "false");
            notes[row] = row % 7 == 0 ? null : $"paid {(amount > 50 ? "in time" : "late")}";
            opened[row] = $"20{10 + random.Next(14)}-0{1 + random.Next(9)}-1{random.Next(9)}";
            number.Append(1 + amount);
            label.Append(task == ModelTask.BinaryClassification
                ? amount > 40 + random.Next(30) ? "yes" : "no"
                : amount < 30 ? "low" : amount < 70 ? "middle" : "high");
        }

        return new Table(
            income.Build(), age.Build(), purpose.Build(), new TextColumn("note", [.. notes]),
            new TextColumn("opened", [.. opened]), member.Build(), task == ModelTask.Regression ? number.Build() : label.Build());
    }

    /// <summary>Squares a number as a float, and has no root of a negative age.</summary>
    private sealed class Overflowing : IPredictor
    {
        public ModelSignature Signature { get; } = new()
        {
            Flavor = "fixed",
            Task = ModelTask.Regression,
            Label = new ModelLabel.Number("y"),
            Inputs =
            [
                new ModelInput("income", ColumnType.Number, MayBeMissing: false),
                new ModelInput("age", ColumnType.Number, MayBeMissing: false),
            ],
            Outputs = [ModelOutputs.Value],
        };

        public Table Score(Table rows, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Score(FeatureRow row, Span<double> answers) =>
            answers[0] = (float)(row.Number(0) * row.Number(0)) + Math.Sqrt(row.Number(1));

        public void Dispose()
        {
        }
    }
}
