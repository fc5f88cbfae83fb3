using System.Net;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>What Prometheus reads from a gateway.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_AfterRequests_TellThemByRevisionWithTheirDurationsWeightsAndRestarts()
    {
        var token = TestContext.Current.CancellationToken;
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        var address = await lab.AddressAsync();
        await Lab.AskAsync(address);
        await Lab.AskAsync(address);
        using var client = new HttpClient();
        using var tooLarge = await client.PostAsync(new Uri(address, "/predict"), new ByteArrayContent(new byte[2 << 20]), token);

        var text = await client.GetStringAsync(new Uri(address, "/metrics"), token);

        tooLarge.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        Value(text, "pipeline_gateway_requests_total{", "outcome=\"answered\"", "revision=\"1\"").ShouldBe(2);
        Value(text, "pipeline_gateway_requests_total{", "outcome=\"connection_failure\"", "revision=\"1\"").ShouldBe(0);
        Value(text, "http_server_request_duration_seconds_count{", "status_code=\"200\"", "revision=\"1\"").ShouldBe(2);
        Value(text, "http_server_request_duration_seconds_count{", "status_code=\"413\"", "revision=\"none\"").ShouldBe(1);
        Value(text, "pipeline_gateway_weight", "revision=\"1\"").ShouldBe(1);
        Value(text, "pipeline_gateway_restarts_total{", "revision=\"1\"").ShouldBe(0);
    }

    /// <summary>Of the only line that has all parts.</summary>
    private static double Value(string text, params string[] parts)
    {
        var line = text.Split('\n').Where(x => parts.All(x.Contains)).ShouldHaveSingleItem(text);
        return double.Parse(line.Split("} ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
