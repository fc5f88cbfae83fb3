namespace Pipeline.Serving.Metrics;

public sealed class PrometheusTests
{
    [Fact]
    public async Task Metrics_AfterRequests_CountThemByRouteAndStatus()
    {
        await using var server = await TestServer.StartAsync();
        await server.PredictAsync("""{"income": 6, "purpose": "car"}""");
        await server.PredictAsync("{}");
        await server.Client.GetAsync("/nothing", TestContext.Current.CancellationToken);

        var text = await server.TextAsync("/metrics");

        text.ShouldContain("pipeline_requests_total{route=\"predict\",status=\"200\"} 1");
        text.ShouldContain("pipeline_requests_total{route=\"predict\",status=\"400\"} 1");
        text.ShouldContain("pipeline_requests_total{route=\"other\",status=\"404\"} 1");
        text.ShouldContain("pipeline_prediction_sum{} 0.6");
        text.ShouldContain(
            $"pipeline_model_info{{digest=\"{TestServer.ModelDigest}\",environment=\"staging\",name=\"loan-default\"");
    }

    [Fact]
    public async Task Metrics_Buckets_AreCumulative()
    {
        await using var server = await TestServer.StartAsync();
        await server.PredictAsync("""[{"income": 1, "purpose": "car"}, {"income": 9, "purpose": "car"}]""");

        var text = await server.TextAsync("/metrics");

        text.ShouldContain("pipeline_prediction_bucket{le=\"0.05\"} 0");
        text.ShouldContain("pipeline_prediction_bucket{le=\"0.1\"} 1");
        text.ShouldContain("pipeline_prediction_bucket{le=\"0.9\"} 2");
        text.ShouldContain("pipeline_prediction_bucket{le=\"+Inf\"} 2");
    }

    [Fact]
    public async Task Metrics_OfHowLongAndHowMany_HaveTheNamesOfTheSemanticConventions()
    {
        await using var server = await TestServer.StartAsync();
        await server.PredictAsync("""{"income": 6, "purpose": "car"}""");

        var text = await server.TextAsync("/metrics");

        text.ShouldContain("http_server_request_duration_seconds_bucket{");
        text.ShouldContain("http_route=\"/predict\"");
        text.ShouldContain("le=\"0.0001\"");
        text.ShouldContain("http_server_active_requests{");
    }

    [Fact]
    public async Task Metrics_ValuesThatTrainingHasNotSeen_AreCountedByInput()
    {
        await using var server = await TestServer.StartAsync();
        await server.PredictAsync("""[{"income": 6, "purpose": "boat"}, {"income": 6, "purpose": "car"}]""");

        var text = await server.TextAsync("/metrics");

        text.ShouldContain("pipeline_unseen_values_total{input=\"purpose\"} 1");
    }

    [Fact]
    public async Task Metrics_OfAnotherServer_AreNotOfThisOne()
    {
        await using var other = await TestServer.StartAsync();
        await using var server = await TestServer.StartAsync();
        await other.PredictAsync("""{"income": 6, "purpose": "car"}""");

        var text = await server.TextAsync("/metrics");

        text.ShouldNotContain("predict\"");
    }
}
