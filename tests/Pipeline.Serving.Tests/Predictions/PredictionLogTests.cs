using Pipeline.Core.Predictions;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Configuration;

namespace Pipeline.Serving.Predictions;

public sealed class PredictionLogTests
{
    private const string Row = """{"income": 6, "purpose": "car"}""";
    private const string Secret = "a-secret-of-the-gateway";
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Log_OfAPrediction_HasWhatWasAskedAndAnswered()
    {
        await using var server = await TestServer.StartAsync(x => x with { Secret = GatewaySecret.TryParse(Secret) });

        var response = await server.PredictAsync(
            Row,
            ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"),
            (PredictionHeaders.Route, "canary"),
            (PredictionHeaders.Secret, Secret));

        var id = (await TestServer.JsonAsync(response)).GetProperty("id").GetString();
        var entry = server.Log.Entries.Single().ShouldBeOfType<PredictionLogEntry.Prediction>();
        entry.Id.ToString().ShouldBe(id);
        entry.Route.ShouldBe("canary");
        entry.TraceId.ShouldBe(Trace);
        entry.Model.Revision.ShouldBe(7);
        entry.SamplingProbability.ShouldBe(1);
        entry.Inputs.Names.ShouldBe(["income", "age", "purpose"]);
        entry.Inputs.Values.ShouldBe([LoggedValue.Of(6), default, LoggedValue.Of("car")]);
        entry.Outputs.Values.ShouldBe([LoggedValue.Of(6), LoggedValue.Of(0.6)]);
    }

    [Theory]
    [InlineData("traceparent", "00-short-01")]
    [InlineData("traceparent", "00-ZZf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData(PredictionHeaders.Route, "with spaces")]
    [InlineData(PredictionHeaders.Route, "averylongwordthatnogatewaywouldeversend")]
    public async Task Log_OfOddHeaders_LeavesThemOut(string name, string value)
    {
        await using var server = await TestServer.StartAsync(x => x with { Secret = GatewaySecret.TryParse(Secret) });

        await server.PredictAsync(Row, (name, value), (PredictionHeaders.Secret, Secret));

        var entry = server.Log.Entries.Single().ShouldBeOfType<PredictionLogEntry.Prediction>();
        entry.Route.ShouldBe("direct");
        entry.TraceId.ShouldBeNull();
    }

    [Fact]
    public async Task Log_OfSeveralRows_HasOneEntryForEach()
    {
        await using var server = await TestServer.StartAsync();

        await server.PredictAsync($"[{Row}, {Row}]");

        server.Log.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Log_OfARequestThatIsNotAccepted_HasNothing()
    {
        await using var server = await TestServer.StartAsync();

        await server.PredictAsync($$"""[{{Row}}, {"income": 1}]""");

        server.Log.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_OfAProbe_HasNothing()
    {
        await using var server = await TestServer.StartAsync(x => x with { Secret = GatewaySecret.TryParse(Secret) });

        var response = await server.PredictAsync(Row, (PredictionHeaders.Probe, "1"), (PredictionHeaders.Secret, Secret));

        response.IsSuccessStatusCode.ShouldBeTrue();
        server.Log.Entries.ShouldBeEmpty();
        (await server.TextAsync("/metrics")).ShouldNotContain("route=\"predict\"");
    }

    [Theory]
    [InlineData(null, Secret)]
    [InlineData(Secret, null)]
    [InlineData(Secret, "")]
    [InlineData(Secret, "of-somebody-else-0123456789")]
    [InlineData(Secret, Secret + "0")]
    public async Task Log_OfHeadersWithoutTheSecret_TakesThemForAnybodys(string? known, string? given)
    {
        await using var server = await TestServer.StartAsync(x => x with { Secret = GatewaySecret.TryParse(known ?? "") });
        (string, string)[] secret = given is null ? [] : [(PredictionHeaders.Secret, given)];

        await server.PredictAsync(Row, [(PredictionHeaders.Probe, "1"), (PredictionHeaders.Route, "canary"), .. secret]);

        server.Log.Entries.Single().ShouldBeOfType<PredictionLogEntry.Prediction>().Route.ShouldBe("direct");
        (await server.TextAsync("/metrics")).ShouldContain("pipeline_requests_total{route=\"predict\",status=\"200\"} 1");
    }

    [Fact]
    public async Task Secret_OfTheServer_IsNowhereToBeSeen()
    {
        await using var server = await TestServer.StartAsync(x => x with { Secret = GatewaySecret.TryParse(Secret) });

        await server.PredictAsync(Row, (PredictionHeaders.Secret, Secret));

        server.Log.Entries.Single().ToString()!.ShouldNotContain(Secret);
        (await server.TextAsync("/model")).ShouldNotContain(Secret);
        (await server.TextAsync("/metrics")).ShouldNotContain(Secret);
        new ServingOptions { Secret = GatewaySecret.TryParse(Secret) }.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Log_WithoutRoom_CountsWhatIsLostAndServesOn()
    {
        await using var server = await TestServer.StartAsync();
        server.Log.IsFull = true;

        var response = await server.PredictAsync(Row);

        response.IsSuccessStatusCode.ShouldBeTrue();
        (await server.TextAsync("/metrics")).ShouldContain("pipeline_prediction_log_dropped_total{} 1");
    }

    [Fact]
    public async Task Log_OfASample_HasItsShareAndSaysSo()
    {
        await using var server = await TestServer.StartAsync(x => x with { Sampling = 0.25 });

        for (var i = 0; i < 4; i++)
            await server.PredictAsync($"[{string.Join(',', Enumerable.Repeat(Row, 250))}]");

        server.Log.Entries.Count.ShouldBeInRange(200, 300);
        server.Log.Entries.OfType<PredictionLogEntry.Prediction>().ShouldAllBe(x => x.SamplingProbability.Equals(0.25));
    }
}
