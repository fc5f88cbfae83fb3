using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pipeline.Monitoring.Alerts;
using Pipeline.Testing;
using static Pipeline.Monitoring.Alerts.SomeAlert;

namespace Pipeline.Monitoring.Channels;

/// <summary>Against an Alertmanager of Debian's.</summary>
public sealed class AlertmanagerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_FiringAgainAndOver_IsOneAlertThatEnds()
    {
        await using var server = await Server.StartAsync();
        var now = DateTimeOffset.UtcNow;
        var alert = Firing("psi is 0.31", Subject(column: "grün <b> \"x\"\n")) with { Since = now.AddHours(-3) };

        await server.SendAsync(AlertNews.Firing, alert);
        await server.SendAsync(AlertNews.Firing, alert);
        await server.SendAsync(AlertNews.Updated, alert with { What = "psi is 0.4" });
        var firing = await server.ListAsync();
        await server.SendAsync(
            AlertNews.Resolved,
            alert with { State = AlertState.Resolved, ResolvedAt = now.AddMinutes(-5), Recovery = "It is well." });
        var after = await server.ListAsync();

        var one = firing.ShouldHaveSingleItem()!;
        Text(one, "status", "state").ShouldBe("active");
        Text(one, "labels", "alertname").ShouldBe("drift");
        Text(one, "labels", "severity").ShouldBe("critical");
        Text(one, "labels", "team").ShouldBe("risk");
        Text(one, "labels", "column").ShouldBe("grün <b> \"x\" ");
        Text(one, "annotations", "description").ShouldBe("psi is 0.4");
        DateTimeOffset.Parse(Text(one, "endsAt"), null).ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddDays(2));
        after.ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_Trial_IsOverByItself()
    {
        await using var server = await Server.StartAsync();

        await server.SendAsync(AlertNews.Test, Firing() with { Since = DateTimeOffset.UtcNow });

        var one = (await server.ListAsync()).ShouldHaveSingleItem()!;
        DateTimeOffset.Parse(Text(one, "endsAt"), null).ShouldBeLessThan(DateTimeOffset.UtcNow.AddMinutes(2));
    }

    private static string Text(JsonNode node, params string[] path) =>
        path.Aggregate(node, (x, key) => x[key]!).GetValue<string>();

    private sealed class Server(Process process, TemporaryFolder folder, int port) : IAsyncDisposable
    {
        private const string Program = "/usr/bin/prometheus-alertmanager";

        private readonly HttpClient _client = new();

        public static async Task<Server> StartAsync()
        {
            if (!File.Exists(Program))
                Requirement.Missing("PIPELINE_REQUIRE_ALERTMANAGER", "No Alertmanager is installed");
            var (folder, port) = (new TemporaryFolder(), HttpStandIn.FreePort());
            folder.Write("alertmanager.yml", "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
            var process = Child.Start(
                Program,
                [
                    "--config.file", folder["alertmanager.yml"], "--storage.path", folder["data"], "--cluster.listen-address=",
                    $"--web.listen-address=127.0.0.1:{port}",
                ],
                folder.Path);
            _ = process.StandardError.ReadToEndAsync(Token);
            var server = new Server(process, folder, port);
            while (!await server.IsReadyAsync())
                await Task.Delay(50, Token);
            return server;
        }

        public async Task SendAsync(AlertNews news, Alert alert)
        {
            var options = new AlertmanagerOptions
            {
                Address = $"http://127.0.0.1:{port}",
                Labels = new Dictionary<string, string> { ["team"] = "risk" },
            };
            var request = new AlertChannelRequest("pager", options) { Folder = folder.Path };
            await using var sender = new AlertmanagerChannel().Open(request);
            await sender.SendAsync(new AlertMessage(news, alert) { At = DateTimeOffset.UtcNow }, Token);
        }

        /// <summary>Those that have not ended.</summary>
        public async Task<JsonArray> ListAsync() =>
            (await _client.GetFromJsonAsync<JsonArray>($"http://127.0.0.1:{port}/api/v2/alerts", Token))!;

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            _client.Dispose();
            folder.Dispose();
        }

        private async Task<bool> IsReadyAsync()
        {
            try
            {
                using var answer = await _client.GetAsync($"http://127.0.0.1:{port}/-/ready", Token);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
