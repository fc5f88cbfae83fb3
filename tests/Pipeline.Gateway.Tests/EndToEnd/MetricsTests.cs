using System.Net;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;
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

    [Fact]
    public async Task Mirror_ToACandidate_IsComparedInTheStatusAndTheMetrics()
    {
        var token = TestContext.Current.CancellationToken;
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        using var gateway = new GatewayClient(new LocalReach(lab.Folder), TimeProvider.System);
        var lease = await gateway.AcquireAsync(new LeaseRequest(Lab.Ada), token);
        var register = new EnvironmentChange.Register(lab.Images.Of("--answer", "0.5"), 1)
        {
            Address = (await lab.StatusAsync()).Document.Find(1)!.Address,
            Stickiness = new TrafficStickiness { Cookie = "account" },
        };
        await gateway.ChangeAsync(new ChangeRequest(lease.Token, Lab.Ada, "Begins.", register), token);

        await gateway.ChangeAsync(
            new ChangeRequest(lease.Token, Lab.Ada, "Mirrors.", new EnvironmentChange.Mirror(1, 100)), token);
        var address = await lab.AddressAsync();
        var asked = (await Lab.AskAsync(address)).Revision;
        var status = await lab.UntilAsync(x => x.Traffic!.Of(2).Mirrored?.Answered == 1);

        asked.ShouldBe(1);
        (status.Document.Mirror, status.Lag).ShouldBe((new TrafficMirror(2, 100), null));
        status.Document.Stickiness.ShouldBe(new TrafficStickiness { Cookie = "account" });
        status.TrafficSinceWeight!.Of(2).Mirrored!.Agreeing.ShouldBe(1);
        status.TrafficSinceWeight.Of(1).Predictions!.Scores.ShouldBe([new ScoreBin(0.25, 1)]);
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri(address, "/metrics"), token);
        Value(text, "pipeline_gateway_copies_total{", "outcome=\"answered\"", "revision=\"2\"").ShouldBe(1);
        Value(text, "pipeline_gateway_compared_rows_total{", "outcome=\"agreeing\"", "revision=\"2\"").ShouldBe(1);
        Value(text, "pipeline_gateway_weight{", "revision=\"1\"").ShouldBe(1);
        Value(text, "http_server_active_requests{", "revision=\"1\"").ShouldBe(0);
    }

    /// <summary>Of the only line that has all parts.</summary>
    private static double Value(string text, params string[] parts)
    {
        var line = text.Split('\n').Where(x => parts.All(x.Contains)).ShouldHaveSingleItem(text);
        return double.Parse(line.Split("} ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
