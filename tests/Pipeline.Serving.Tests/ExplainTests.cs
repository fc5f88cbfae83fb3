using System.Net;
using System.Text;
using System.Text.Json;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;

namespace Pipeline.Serving;

public sealed class ExplainTests
{
    private const string Row = """{"income": 6, "purpose": "car"}""";

    private static readonly Background Known = new()
    {
        Rows = new Table(
            new NumberColumn("income", [1, 2, 3]), new NumberColumn("age", [20, 30, double.NaN]),
            new TextColumn("purpose", ["car", "home", "home"])),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Explain_OneRow_AddsUpToItsPrediction()
    {
        await using var server = await TestServer.StartAsync(new Additive(), background: Known);

        var answer = await TestServer.JsonAsync(await PostAsync(server, "/explain", Row));
        var predicted = await TestServer.JsonAsync(await PostAsync(server, "/predict", Row));

        answer.GetProperty("method").GetString().ShouldBe("exact_shapley");
        answer.GetProperty("output").GetString().ShouldBe("probability");
        answer.GetProperty("prediction").GetProperty("probability").GetDouble()
            .ShouldBe(predicted.GetProperty("probability").GetDouble());
        answer.GetProperty("prediction").GetProperty("label").GetString().ShouldBe(predicted.GetProperty("label").GetString());
        answer.GetProperty("model").GetProperty("version").GetInt32().ShouldBe(3);
        AddsUp(answer);
        // A tenth of the income, which is 2 in the mean of the background; a car is 0.2 more than a home.
        answer.GetProperty("contributions").GetProperty("income").GetDouble().ShouldBe(0.4, 1e-9);
        answer.GetProperty("contributions").GetProperty("purpose").GetDouble().ShouldBe(0.2 * 2 / 3, 1e-9);
        answer.GetProperty("contributions").GetProperty("age").GetDouble().ShouldBe(0, 1e-9);
    }

    [Fact]
    public async Task Explain_AListOfRows_HasAnExplanationForEach()
    {
        await using var server = await TestServer.StartAsync(new Additive(), background: Known);

        var answer = await TestServer.JsonAsync(await PostAsync(server, "/explain", $"[{Row}, {Row}]"));

        answer.GetProperty("explanations").GetArrayLength().ShouldBe(2);
        foreach (var one in answer.GetProperty("explanations").EnumerateArray())
            AddsUp(one);
    }

    [Theory]
    [InlineData("""{"incom": 6, "purpose": "car"}""", "The model does not read 'incom'.")]
    [InlineData("[]", "The list has no rows")]
    [InlineData("{", "")]
    public async Task Explain_WhatPredictWouldRefuse_IsRefusedAlike(string body, string message)
    {
        await using var server = await TestServer.StartAsync(new Additive(), background: Known);

        var response = await PostAsync(server, "/explain", body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await TestServer.JsonAsync(response);
        problem.GetProperty("detail").GetString()!.ShouldContain(message);
        var predicted = await TestServer.JsonAsync(await PostAsync(server, "/predict", body));
        problem.GetProperty("detail").GetString().ShouldBe(predicted.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Explain_MoreRowsThanItTakes_IsRefused()
    {
        await using var server = await TestServer.StartAsync(new Additive(), background: Known);

        var response = await PostAsync(server, "/explain", $"[{string.Join(',', Enumerable.Repeat(Row, 101))}]");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.JsonAsync(response)).GetProperty("detail").GetString()!.ShouldContain("At most 100 rows");
    }

    [Fact]
    public async Task Explain_AModelWithoutBackground_IsNotThere()
    {
        await using var server = await TestServer.StartAsync(new Additive());

        var response = await PostAsync(server, "/explain", Row);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestServer.JsonAsync(response)).GetProperty("detail").GetString()!.ShouldContain("Train it again.");
    }

    private static void AddsUp(JsonElement explained)
    {
        var sum = explained.GetProperty("contributions").EnumerateObject().Sum(input => input.Value.GetDouble());
        (explained.GetProperty("baseValue").GetDouble() + sum).ShouldBe(explained.GetProperty("explained").GetDouble(), 1e-9);
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, string path, string body) =>
        server.Client.PostAsync(path, new StringContent(body, Encoding.UTF8), Token);

    /// <summary>A tenth of the income, and 0.2 for a car.</summary>
    private sealed class Additive : IPredictor
    {
        private readonly FixedPredictor _fixed = new();

        public ModelSignature Signature => _fixed.Signature;

        public Table Score(Table rows, CancellationToken cancellationToken)
        {
            var row = new FeatureRow(Signature);
            var (answers, all) = (new double[2], new double[rows.RowCount]);
            for (var i = 0; i < all.Length; i++)
            {
                row.Fill(rows, i);
                Score(row, answers);
                all[i] = answers[1];
            }

            return new Table(
                new NumberColumn(ModelOutputs.Score, [.. all]), new NumberColumn(ModelOutputs.Probability, [.. all]));
        }

        public void Score(FeatureRow row, Span<double> answers) =>
            answers[0] = answers[1] = (row.Number(0) / 10) + (row.Text(2) == "car" ? 0.2 : 0);

        public void Dispose()
        {
        }
    }
}
