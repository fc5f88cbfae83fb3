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

        text.ShouldContain("pipeline_requests_total{route=\"predict\",status=\"200\"} 1\n");
        text.ShouldContain("pipeline_requests_total{route=\"predict\",status=\"400\"} 1\n");
        text.ShouldContain("pipeline_requests_total{route=\"other\",status=\"404\"} 1\n");
        text.ShouldContain("pipeline_request_duration_seconds_count 1\n");
        text.ShouldContain("pipeline_prediction_sum 0.6\n");
        text.ShouldContain($"pipeline_model_info{{name=\"loan-default\",version=\"3\",digest=\"{TestServer.ModelDigest}\"");
    }

    [Fact]
    public async Task Metrics_Buckets_AreCumulative()
    {
        await using var server = await TestServer.StartAsync();
        await server.PredictAsync("""[{"income": 1, "purpose": "car"}, {"income": 9, "purpose": "car"}]""");

        var text = await server.TextAsync("/metrics");

        text.ShouldContain("pipeline_prediction_bucket{le=\"0.05\"} 0\n");
        text.ShouldContain("pipeline_prediction_bucket{le=\"0.1\"} 1\n");
        text.ShouldContain("pipeline_prediction_bucket{le=\"0.9\"} 2\n");
        text.ShouldContain("pipeline_prediction_bucket{le=\"+Inf\"} 2\n");
    }

    [Fact]
    public void Histogram_ManyThreads_LosesNothing()
    {
        var histogram = new Histogram(1, 2);

        Parallel.For(0, 30_000, x => histogram.Add(x % 3 + 0.5));

        histogram.Counts().ShouldBe([10_000, 10_000, 10_000]);
        histogram.Sum.ShouldBe(45_000);
    }
}
