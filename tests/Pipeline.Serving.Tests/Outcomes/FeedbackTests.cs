using System.Net;
using System.Text;
using System.Text.Json;
using Pipeline.Models;
using Pipeline.Models.Predictions;

namespace Pipeline.Serving.Outcomes;

public sealed class FeedbackTests
{
    private const string Id = "00000000000000010000000000000001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Feedback_OfAPrediction_IsInTheLogBesideIt()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await server.AnswerAsync("""{"income": 6, "purpose": "car"}""")).GetProperty("id").GetString()!;
        var before = DateTimeOffset.UtcNow;

        var answer = await AcceptedAsync(server, $$"""{"id": "{{id}}", "outcome": "yes"}""");

        answer.ShouldBe(1);
        var entry = server.Log.Entries.Last().ShouldBeOfType<PredictionLogEntry.Feedback>();
        (entry.Id.ToString(), entry.Outcome).ShouldBe((id, LoggedValue.Of("yes")));
        entry.Time.ShouldBeInRange(before, DateTimeOffset.UtcNow);
        (await server.TextAsync("/metrics")).ShouldContain("pipeline_feedback_outcomes_total{} 1");
    }

    [Fact]
    public async Task Feedback_OfSeveral_IsAcceptedWithItsTimes()
    {
        await using var server = await TestServer.StartAsync();

        var accepted = await AcceptedAsync(server, $$"""
            [{"id": "{{Id}}", "outcome": "no", "time": "2026-01-02T03:04:05.5+01:00"},
             {"time": null, "outcome": "yes", "id": "{{Id}}"}]
            """);

        accepted.ShouldBe(2);
        server.Log.Entries.First().Time.ShouldBe(new DateTimeOffset(2026, 1, 2, 2, 4, 5, 500, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("""{"outcome": "yes"}""", "id", "'id' is required")]
    [InlineData("""{"id": "1", "outcome": "yes"}""", "id", "'id' is the id of a prediction")]
    [InlineData("""{"id": 7, "outcome": "yes"}""", "id", "'id' is the id of a prediction")]
    [InlineData("""{"id": "ID"}""", "outcome", "'outcome' is required: one of the classes 'yes', 'no'.")]
    [InlineData("""{"id": "ID", "outcome": "maybe"}""", "outcome", "'outcome' is one of the classes 'yes', 'no'.")]
    [InlineData("""{"id": "ID", "outcome": null}""", "outcome", "'outcome' is one of the classes")]
    [InlineData("""{"id": "ID", "outcome": ["yes"]}""", "outcome", "'outcome' is one of the classes")]
    [InlineData("""{"id": "ID", "outcome": 1}""", "outcome", "'outcome' is one of the classes")]
    [InlineData("""{"id": "ID", "outcome": "yes", "outcome": "yes"}""", "outcome", "'outcome' occurs twice.")]
    [InlineData("""{"id": "ID", "outcome": "yes", "time": "2026-01-02"}""", "time", "'time' is a time with its offset")]
    [InlineData("""{"id": "ID", "outcome": "yes", "time": "2026-01-02T03:04:05"}""", "time", "'time' is a time with its offset")]
    [InlineData("""{"id": "ID", "outcome": "yes", "time": 1700000000}""", "time", "'time' is a time with its offset")]
    [InlineData("""{"id": "ID", "outcome": "yes", "time": "2999-01-02T03:04:05Z"}""", "time", "'time' is in the future")]
    [InlineData("""{"id": "ID", "outcome": "yes", "tim": "x"}""", "tim", "A report has no 'tim'.")]
    [InlineData("""[{"id": "ID", "outcome": "yes"}, {"id": "ID", "outcome": "x"}]""", "outcome", "'outcome' is one of")]
    [InlineData("[]", null, "The list has no rows")]
    [InlineData("7", null, "An object with 'id', 'outcome'")]
    [InlineData("{", null, "")]
    public async Task Feedback_ThatIsNotAccepted_NamesItsFieldAndWritesNothing(string body, string? field, string message)
    {
        await using var server = await TestServer.StartAsync();

        using var response = await PostAsync(server, body.Replace("ID", Id, StringComparison.Ordinal));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = (await TestServer.JsonAsync(response)).GetProperty("problems")[0];
        problem.GetProperty("message").GetString()!.ShouldStartWith(message);
        (problem.TryGetProperty("field", out var named) ? named.GetString() : null).ShouldBe(field);
        server.Log.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("\"0\"", "0")]
    public async Task Feedback_InOtherWordsOfJson_IsTheClassOfTheSameMeaning(string written, string name)
    {
        using var predictor = new FixedPredictor();
        var signature = predictor.Signature with { Label = new ModelLabel.TwoClasses("defaulted", "1", "0") };
        await using var server = await TestServer.StartAsync(new FixedPredictor { Signature = signature });

        await AcceptedAsync(server, $$"""{"id": "{{Id}}", "outcome": {{written}}}""");

        server.Log.Entries.Single().ShouldBeOfType<PredictionLogEntry.Feedback>().Outcome.ShouldBe(LoggedValue.Of(name));
    }

    [Fact]
    public async Task Feedback_WithMoreReportsThanRows_IsRefused()
    {
        await using var server = await TestServer.StartAsync(x => x with { MostRows = 2 });
        var report = $$"""{"id": "{{Id}}", "outcome": "yes"}""";

        using var response = await PostAsync(server, $"[{report}, {report}, {report}]");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        server.Log.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Feedback_ThatCannotBeWritten_IsToBeSentAgain()
    {
        await using var server = await TestServer.StartAsync();
        server.Log.IsFull = true;

        using var response = await PostAsync(server, $$"""{"id": "{{Id}}", "outcome": "yes"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Key_OfARow_IsInTheLogHashedAndNowhereElse()
    {
        const string secret = "what-servers-and-joins-share";
        await using var server = await TestServer.StartAsync(x => x with { KeySecret = secret });

        var answer = await server.AnswerAsync("""
            [{"income": 6, "purpose": "car", "$key": "A-17"}, {"$key": 18, "income": 6, "purpose": "car"}]
            """);

        server.Log.Entries.Cast<PredictionLogEntry.Prediction>().Select(x => x.Key).ShouldBe(
        [
            PredictionKey.Of("A-17", Encoding.UTF8.GetBytes(secret)), PredictionKey.Of("18", Encoding.UTF8.GetBytes(secret)),
        ]);
        answer.GetRawText().ShouldNotContain("A-17");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("1.5")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"\\ud800\"")]
    public async Task Key_OfAnotherKind_IsRefused(string key)
    {
        await using var server = await TestServer.StartAsync();

        (await server.ProblemsAsync($$"""{"income": 6, "purpose": "car", "$key": {{key}}}""")).ShouldHaveSingleItem()
            .ShouldStartWith("$key '$key' is a text of 1 to 256 bytes");
    }

    [Fact]
    public async Task Refusals_OfAServer_AreInItsLogByFieldAndReason()
    {
        var server = await TestServer.StartAsync();
        await server.PredictAsync("""[{"income": "much", "purpose": "car", "secret of ann": 1}, {"purpose": "car"}]""");
        await server.PredictAsync("{");

        await server.DisposeAsync();

        var entry = server.Log.Entries.Single().ShouldBeOfType<PredictionLogEntry.Refusals>();
        entry.Requests.ShouldBe(2);
        entry.Counts.ShouldBe(
        [
            new RefusalCount("income", RefusalReason.Missing, 1),
            new RefusalCount("income", RefusalReason.Type, 1),
            new RefusalCount("", RefusalReason.Unreadable, 1),
            new RefusalCount("", RefusalReason.UnknownField, 1),
        ]);
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, string body) =>
        server.Client.PostAsync(new Uri("/feedback", UriKind.Relative), new StringContent(body, Encoding.UTF8), Token);

    private static async Task<int> AcceptedAsync(TestServer server, string body)
    {
        using var response = await PostAsync(server, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await TestServer.JsonAsync(response)).GetProperty("accepted").GetInt32();
    }
}
