using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;

namespace Pipeline.Serving.Requests;

/// <summary>A model of texts, timestamps and hashed categories, asked by JSON.</summary>
public sealed class FeatureRequestTests
{
    private const int Count = 300;

    [Theory]
    [InlineData("fast-tree")]
    [InlineData("sdca-logistic-regression")]
    public async Task Predict_RowsAsJson_HaveTheProbabilitiesOfTheTable(string trainer)
    {
        using var predictor = Train(trainer);
        var rows = Rows(20, seed: 5);
        var expected = ((NumberColumn)predictor.Score(rows, CancellationToken.None)[ModelOutputs.Probability]).Values;
        await using var server = await TestServer.StartAsync(predictor);

        var bodies = Enumerable.Range(0, rows.RowCount).Select(row => new JsonObject(
            rows.Without("y").Columns.Select(x => KeyValuePair.Create(x.Name, (JsonNode?)x.Text(row)))).ToJsonString());
        var answer = await server.AnswerAsync($"[{string.Join(',', bodies)}]");

        answer.GetProperty("predictions").EnumerateArray().Select(x => x.GetProperty("probability").GetDouble())
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData("yesterday", "'yesterday'")]
    [InlineData("2024-02-30", "'2024-02-30'")]
    [InlineData("05/01/2024", "'05/01/2024'")]
    public async Task Predict_WhatIsNoTimestamp_IsRefused(string time, string shown)
    {
        using var predictor = Train();
        await using var server = await TestServer.StartAsync(predictor);

        var problems = await server.ProblemsAsync(Body(time: time));

        problems.ShouldHaveSingleItem().ShouldBe(
            "opened 'opened' is a date or a time by ISO 8601, such as 2024-05-01 or 2024-05-01T12:30:00Z, "
            + $"and {shown} was given.");
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31T23:59:59.999999999-14:00")]
    [InlineData("2031-07-04 08:00:00+02")]
    public async Task Predict_AnyMoment_IsAnsweredAndNeverUnseen(string time)
    {
        using var predictor = Train(unseen: UnseenPolicy.Refuse);
        await using var server = await TestServer.StartAsync(predictor);

        var answer = await server.AnswerAsync(Body(time: time));

        answer.GetProperty("probability").GetDouble().ShouldBeInRange(0, 1);
        answer.TryGetProperty("unseen", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("zip", "another one", null)]
    [InlineData("note", "words that nobody has written, 😀", null)]
    [InlineData("city", "Paris", "city 'city' is 'Paris', which the model has not learned.")]
    public async Task Refuse_OfWhatIsHashedOrTakenApart_NeverHappens(string input, string value, string? refused)
    {
        using var predictor = Train(unseen: UnseenPolicy.Refuse);
        await using var server = await TestServer.StartAsync(predictor);

        var response = await server.PredictAsync(Body(input, value));

        response.StatusCode.ShouldBe(refused is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        if (refused is not null)
            (await server.ProblemsAsync(Body(input, value)))[0].ShouldStartWith(refused);
    }

    [Fact]
    public async Task Predict_AVeryLongText_IsAnswered()
    {
        using var predictor = Train();
        await using var server = await TestServer.StartAsync(predictor);

        var answer = await server.AnswerAsync(Body("note", string.Concat(Enumerable.Repeat("late again ", 20_000))));

        answer.GetProperty("probability").GetDouble().ShouldBeInRange(0, 1);
    }

    [Fact]
    public async Task Predict_HalfASurrogatePair_IsRefused()
    {
        using var predictor = Train();
        await using var server = await TestServer.StartAsync(predictor);

        var body = Body().Replace("\"note\":\"late\"", "\"note\":\"\\ud83d\"", StringComparison.Ordinal);

        (await server.ProblemsAsync(body)).ShouldHaveSingleItem()
            .ShouldBe("note 'note' is not Unicode: it has half a surrogate pair.");
    }

    [Fact]
    public async Task Signature_OfTheModel_SaysWhatEachInputBecomes()
    {
        using var predictor = Train();
        await using var server = await TestServer.StartAsync(predictor);

        var signature = (JsonObject)JsonNode.Parse(await server.TextAsync("/model"))!["signature"]!;

        signature["inputs"]!.AsArray().Select(x => (string)x!["feature"]!["as"]!)
            .ShouldBe(["timestamp-parts", "text", "hash", "one-hot"]);
        var read = ModelSignature.Read(Encoding.UTF8.GetBytes(signature.ToJsonString()), "signature.json").OrThrow();
        read.ToBytes().ShouldBe(predictor.Signature.ToBytes());
    }

    private static string Body(string? input = null, string? value = null, string time = "2024-05-01T09:00Z")
    {
        var body = new JsonObject { ["opened"] = time, ["note"] = "late", ["zip"] = "z1", ["city"] = "Bonn" };
        if (input is not null)
            body[input] = value;
        return body.ToJsonString();
    }

    private static IPredictor Train(string name = "fast-tree", UnseenPolicy unseen = UnseenPolicy.Warn)
    {
        var set = new TrainingSet
        {
            Rows = Rows(Count, seed: 1),
            Task = ModelTask.BinaryClassification,
            Label = "y",
            Positive = "yes",
            Declared = new InputDeclarations
            {
                Unseen = unseen,
                Columns = new Dictionary<string, DeclaredInput> { ["opened"] = new(DataType.Timestamp) },
            },
            Features = new FeatureWishes
            {
                Columns = new Dictionary<string, FeatureSpec> { ["zip"] = new() { As = FeatureKind.Hash } },
            },
        };
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == name);
        return new MLNetFlavor().Load(trainer.Train(
            new TrainingRequest { Set = set, Seed = 7 }, new Progress<StepEvent>(), CancellationToken.None).OrThrow().Artifact);
    }

    private static Table Rows(int count, int seed)
    {
        var random = new Random(seed);
        var (times, notes) = (new List<string?>(), new List<string?>());
        var (zip, city, y) = (
            new CategoryColumnBuilder("zip"), new CategoryColumnBuilder("city"), new CategoryColumnBuilder("y"));
        for (var i = 0; i < count; i++)
        {
            var (month, isLate) = (random.Next(1, 13), random.Next(2) == 0);
            times.Add(string.Create(CultureInfo.InvariantCulture, $"2024-{month:00}-15T{random.Next(24):00}:30:00Z"));
            notes.Add(isLate ? $"late again, {i}" : $"all was fine {i}");
            zip.Append($"z{i}");
            city.Append(random.Next(2) == 0 ? "Bonn" : "Ulm");
            y.Append(month > 6 ^ isLate ? "yes" : "no");
        }

        return new Table(
            new TextColumn("opened", [.. times]), new TextColumn("note", [.. notes]), zip.Build(), city.Build(), y.Build());
    }
}
