using System.Net;
using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Serving.Requests;

public sealed class UnseenTests
{
    [Theory]
    [InlineData("""{"income": 6, "purpose": "car"}""", null)]
    [InlineData("""{"income": 6, "purpose": "boat"}""", "purpose")]
    [InlineData("""{"income": 11, "purpose": "car"}""", "income")]
    [InlineData("""{"income": -0.5, "purpose": "boat"}""", "income, purpose")]
    public async Task Warn_OfAValueThatTrainingHasNotSeen_AnswersAndSaysSo(string body, string? expected)
    {
        await using var server = await StartAsync(UnseenPolicy.Warn);

        var answer = await server.AnswerAsync(body);

        var unseen = answer.TryGetProperty("unseen", out var names)
            ? string.Join(", ", names.EnumerateArray().Select(x => x.GetString()))
            : null;
        unseen.ShouldBe(expected);
    }

    [Theory]
    [InlineData(
        """{"income": 6, "purpose": "cra"}""",
        "purpose 'purpose' is 'cra', which the model has not learned. Did you mean 'car'?")]
    [InlineData("""{"income": 11, "purpose": "car"}""", "income 'income' is 11; between 0 and 10 is accepted.")]
    public async Task Refuse_OfAValueThatTrainingHasNotSeen_SaysWhatIsAccepted(string body, string expected)
    {
        await using var server = await StartAsync(UnseenPolicy.Refuse);

        var problems = await server.ProblemsAsync(body);

        problems.ShouldHaveSingleItem().ShouldBe(expected);
        (await server.TextAsync("/metrics")).ShouldContain("pipeline_unseen_values_total{input=");
    }

    [Theory]
    [InlineData("income")]
    [InlineData("age")]
    public async Task Refuse_OfValuesThatTrainingHasSeen_Answers(string withLimits)
    {
        await using var server = await StartAsync(UnseenPolicy.Refuse, withLimits);

        var response = await server.PredictAsync("""{"income": 6, "age": null, "purpose": "home"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"income": 6, "purpose": 1}""", "1.0")]
    [InlineData("""{"income": 6, "purpose": "1"}""", "1")]
    [InlineData("""{"income": 6, "purpose": true}""", "True")]
    [InlineData("""{"income": 6, "purpose": false}""", "false")]
    [InlineData("""{"income": 6, "purpose": 2}""", "2")]
    public async Task Category_AsJsonHasNumbersAndTruth_IsTheOneOfThatMeaning(string body, string expected)
    {
        using var predictor = new FixedPredictor();
        var inputs = predictor.Signature.Inputs.ToList();
        inputs[2] = inputs[2] with { Categories = ["1.0", "2", "2.0", "True", "car"] };
        await using var server = await TestServer.StartAsync(
            new FixedPredictor { Signature = predictor.Signature with { Inputs = inputs } });

        await server.AnswerAsync(body);

        var entry = server.Log.Entries.Single().ShouldBeOfType<Pipeline.Models.Predictions.PredictionLogEntry.Prediction>();
        entry.Inputs.Values[2].ShouldBe(Pipeline.Models.Predictions.LoggedValue.Of(expected));
    }

    [Theory]
    [InlineData("\"yes\"", "true")]
    [InlineData("\"FALSE\"", "false")]
    [InlineData("true", "true")]
    [InlineData("0", "false")]
    public async Task Boolean_AnySpelling_IsItsTruth(string value, string expected)
    {
        await using var server = await StartWithBooleanAsync();

        await server.AnswerAsync($$"""{"income": 6, "purpose": {{value}}}""");

        var entry = server.Log.Entries.Single().ShouldBeOfType<Pipeline.Models.Predictions.PredictionLogEntry.Prediction>();
        entry.Inputs.Values[2].ShouldBe(Pipeline.Models.Predictions.LoggedValue.Of(expected));
    }

    [Fact]
    public async Task Boolean_SpelledOtherwise_IsRefused()
    {
        await using var server = await StartWithBooleanAsync();

        var problems = await server.ProblemsAsync("""{"income": 6, "purpose": "whatever"}""");

        problems.ShouldHaveSingleItem().ShouldBe(
            "purpose 'purpose' is true or false (true, t, yes, y, 1; false, f, no, n, 0), and 'whatever' was given.");
    }

    private static Task<TestServer> StartAsync(UnseenPolicy policy, string withLimits = "income")
    {
        using var predictor = new FixedPredictor();
        var inputs = predictor.Signature.Inputs
            .Select(x => x.Name == withLimits ? x with { Accepts = new Criterion.Between(0, 10) } : x);
        return TestServer.StartAsync(
            new FixedPredictor { Signature = predictor.Signature with { Inputs = [.. inputs], Unseen = policy } });
    }

    private static Task<TestServer> StartWithBooleanAsync()
    {
        using var predictor = new FixedPredictor();
        var inputs = predictor.Signature.Inputs.ToList();
        inputs[2] = inputs[2] with { DataType = DataType.Boolean, Categories = ["false", "true"] };
        return TestServer.StartAsync(new FixedPredictor { Signature = predictor.Signature with { Inputs = inputs } });
    }
}
