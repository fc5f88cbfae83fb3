using System.Net;
using Pipeline.Models.Predictions;

namespace Pipeline.Serving.Predictions;

public sealed class PredictTests
{
    private const string Row = """{"income": 6, "purpose": "car"}""";

    [Fact]
    public async Task Predict_OneRow_AnswersWithEverythingThatIdentifiesIt()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.AnswerAsync(Row);

        answer.GetProperty("score").GetDouble().ShouldBe(6);
        answer.GetProperty("probability").GetDouble().ShouldBe(0.6);
        answer.GetProperty("label").GetString().ShouldBe("yes");
        PredictionId.TryParse(answer.GetProperty("id").GetString(), null, out _).ShouldBeTrue();
        answer.GetProperty("model").GetRawText().ShouldBe(
            $$"""{"name":"loan-default","version":3,"digest":"{{TestServer.ModelDigest}}"}""");
    }

    [Fact]
    public async Task Predict_SeveralRows_AnswersInTheirOrder()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.AnswerAsync($$"""[{{Row}}, {"purpose": "home", "age": 30, "income": 1}]""");

        var predictions = answer.GetProperty("predictions").EnumerateArray().ToList();
        predictions.Select(x => x.GetProperty("probability").GetDouble()).ShouldBe([0.6, 0.125]);
        predictions.Select(x => x.GetProperty("label").GetString()).ShouldBe(["yes", "no"]);
        predictions.Select(x => x.GetProperty("id").GetString()).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"purpose": "car", "income": 6}""")]
    [InlineData("""{"income": 6, "age": null, "purpose": "car"}""")]
    [InlineData("""{"income": 6e0, "purpose": "boat"}""")]
    [InlineData("""{"inc\u006fme": 6.0, "purpose": "c\u0061r"}""")]
    [InlineData("{\"income\": \"6.0\", \"age\": \"NA\", \"purpose\": \"car\"}")]
    [InlineData("{\"income\": 6, \"age\": \"\", \"purpose\": 1}")]
    [InlineData("  \n {\"income\": 6, \"purpose\": \"car\"} \n")]
    [InlineData("\ufeff{\"income\": 6, \"purpose\": \"car\"}")]
    public async Task Predict_SameRowWrittenOtherwise_IsTheSame(string body)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.AnswerAsync(body);

        answer.GetProperty("probability").GetDouble().ShouldBe(0.6);
    }

    [Theory]
    [InlineData("""{"incom": 6, "purpose": "car"}""", "incom The model does not read 'incom'. Did you mean 'income'?")]
    [InlineData("""{"income": "six", "purpose": "car"}""", "income 'income' is a number, and 'six' was given.")]
    [InlineData("""{"income": [6], "purpose": "car"}""", "income 'income' is a number, and a list was given.")]
    [InlineData("""{"income": {"x": {"y": 1}}, "purpose": "car"}""", "income 'income' is a number, and an object was given.")]
    [InlineData("""{"income": true, "purpose": "car"}""", "income 'income' is a number, and true was given.")]
    [InlineData("""{"income": "NaN", "purpose": "car"}""", "income 'income' is required: a number that was never missing")]
    [InlineData("""{"income": 6, "purpose": ""}""", "purpose 'purpose' is required: a text that was never missing")]
    [InlineData("""{"income": 1e999, "purpose": "car"}""", "income 'income' is a number, and 1e999 was given.")]
    [InlineData("""{"income": null, "purpose": "car"}""", "income 'income' is required: a number that was never missing")]
    [InlineData("""{"income": 6}""", "purpose 'purpose' is required: a text that was never missing")]
    [InlineData("""{"income": 6, "income": 7, "purpose": "car"}""", "income 'income' occurs twice.")]
    [InlineData("""{"income": 6, "purpose": "\ud800"}""", "purpose 'purpose' is not Unicode")]
    [InlineData("""{"income": 6, "purpose": "car", "\ud800": 1}""", "a name that is not Unicode The model does not read")]
    public async Task Predict_OfABadField_NamesIt(string body, string problem)
    {
        await using var server = await TestServer.StartAsync();

        var problems = await server.ProblemsAsync(body);

        problems[0].ShouldStartWith(problem);
    }

    [Theory]
    [InlineData("{\"income\": 6,\n \"purpose\" \"car\"}", "(line 2, character 12).")]
    [InlineData("{\"income\": NaN, \"purpose\": \"car\"}", "(line 1, character 12).")]
    [InlineData("{\"income\": 6", "(line 1, ")]
    [InlineData("{} {}", "(line 1, character 4).")]
    [InlineData("", "The document ends before it says anything")]
    [InlineData("nonsense", "(line 1, ")]
    [InlineData("7", "An object with the model's inputs by name is accepted, or a list of such objects.")]
    [InlineData("[]", "at least one is accepted")]
    [InlineData("[7]", "A row is an object")]
    [InlineData("[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "maximum configured depth")]
    public async Task Predict_OfSomethingElse_SaysWhere(string body, string problem)
    {
        await using var server = await TestServer.StartAsync();

        var problems = await server.ProblemsAsync(body);

        problems.Single().ShouldContain(problem);
    }

    [Fact]
    public async Task Predict_OfBytesThatAreNotText_IsRefused()
    {
        await using var server = await TestServer.StartAsync();

        var response = await server.Client.PostAsync(
            "/predict", new ByteArrayContent([(byte)'"', 0xC3, 0x28, (byte)'"']), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.JsonAsync(response)).GetProperty("detail").ToString().ShouldStartWith("The request is not UTF-8.");
    }

    [Fact]
    public async Task Predict_SeveralBadFields_NamesAllOfThemWithTheirRows()
    {
        await using var server = await TestServer.StartAsync();

        var problems = await server.ProblemsAsync($$"""[{{Row}}, {"income": "six"}, {"purpose": "car"}]""");

        problems.Select(x => string.Join(' ', x.Split(' ').Take(2))).ShouldBe(["1 income", "1 purpose", "2 income"]);
    }

    [Fact]
    public async Task Predict_ThousandsOfBadFields_NamesTwenty()
    {
        await using var server = await TestServer.StartAsync();
        var fields = Enumerable.Range(0, 5000).Select(x => $"\"unknown{x}\": 1");

        var problems = await server.ProblemsAsync($"{{{string.Join(',', fields)}}}");

        problems.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Predict_MoreRowsThanAllowed_IsRefused()
    {
        await using var server = await TestServer.StartAsync(x => x with { MostRows = 2 });

        var problems = await server.ProblemsAsync($"[{Row},{Row},{Row},{Row}]");

        problems.Single().ShouldBe("2 At most 2 rows are accepted in one request. Send them in parts.");
    }

    [Fact]
    public async Task Predict_LargerThanAllowed_IsRefusedWithTheLimit()
    {
        await using var server = await TestServer.StartAsync(x => x with { MostBodyBytes = 100 });

        var response = await server.PredictAsync(Row + new string(' ', 100));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await TestServer.JsonAsync(response)).GetProperty("detail").ToString().ShouldBe("A request has at most 100 bytes.");
    }

    [Fact]
    public async Task Predict_ModelThatThrows_TellsNothingOfTheRequest()
    {
        await using var server = await TestServer.StartAsync();

        var response = await server.PredictAsync("""{"income": 4711, "purpose": "crash"}""");

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        body.ShouldNotContain("4711");
        (await server.AnswerAsync(Row)).GetProperty("label").GetString().ShouldBe("yes");
    }

    [Fact]
    public async Task Predict_AnswerThatIsNoNumber_IsAnErrorOfTheServer()
    {
        await using var server = await TestServer.StartAsync();

        var response = await server.PredictAsync("""{"income": 6, "purpose": "infinite"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Predict_MoreRequestsThanAllowed_AreRefusedForNow()
    {
        await using var server = await TestServer.StartAsync(x => x with { MostRequests = 1 });
        using var gate = new ManualResetEventSlim();
        using var inside = new ManualResetEventSlim();
        server.Predictor.Before = () =>
        {
            inside.Set();
            gate.Wait();
        };
        var first = server.PredictAsync(Row);
        inside.Wait(TestContext.Current.CancellationToken);

        var second = await server.PredictAsync(Row);
        gate.Set();

        second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        second.Headers.RetryAfter!.ToString().ShouldBe("1");
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Predict_ManyAtOnce_AnswersEachItsOwn()
    {
        await using var server = await TestServer.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            async x => (Asked: x, Answer: await server.AnswerAsync($$"""{"income": {{x}}, "purpose": "car"}"""))));

        answers.ShouldAllBe(x => x.Answer.GetProperty("score").GetDouble().Equals(x.Asked));
    }
}
