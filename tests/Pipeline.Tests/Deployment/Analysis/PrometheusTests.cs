using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Testing;

namespace Pipeline.Deployment.Analysis;

public sealed class PrometheusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[1700000000,"0.25"]}}""", 0.25)]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1e3"]}]}}""", 1000)]
    public void Read_OneNumber_IsIt(string answer, double number) => Read(200, answer).ShouldBe(number);

    [Theory]
    [InlineData("""{"status":"error","errorType":"bad_data","error":"parse error"}""", "with status 400 (parse error)")]
    [InlineData("""["status"]""", "with status 400 (no reason)")]
    [InlineData("""{"status":"success"}""", "the result is a nothing, and no vector or scalar")]
    public void Read_NoAnswerToTheQuery_IsAFailedMeasurement(string answer, string sentence) => Fails(answer, sentence);

    [Theory]
    [InlineData("vector", "[]", "the result has 0 numbers, and not one")]
    [InlineData("matrix", "[]", "the result is a matrix, and no vector or scalar")]
    [InlineData("scalar", "[1,\"NaN\"]", "the result is 'NaN', and no number")]
    [InlineData("scalar", "[1,\"+Inf\"]", "the result is '+Inf', and no number")]
    [InlineData("vector", "[7]", "the result is '', and no number")]
    public void Read_NoNumber_IsAFailedMeasurement(string type, string result, string sentence) =>
        Fails($$$"""{"status":"success","data":{"resultType":"{{{type}}}","result":{{{result}}} }}""", sentence);

    [Fact]
    public async Task Look_NobodyAnswers_IsAFailedMeasurement()
    {
        var sensor = Open($"http://127.0.0.1:{FreePort()}", "up");

        var failure = await Should.ThrowAsync<MeasurementFailedException>(() => sensor.LookAsync(Look, Token));

        failure.Message.ShouldContain("does not answer");
    }

    [Fact]
    public async Task Look_TokenIsNotThere_SaysWhichVariable()
    {
        var request = Some.Request() with
        {
            Options = new PrometheusOptions { Address = "http://127.0.0.1:1", Query = "up", Token = new("NO_SUCH_TOKEN") },
        };

        var failure = await Should.ThrowAsync<MeasurementFailedException>(
            () => new PrometheusAnalysis().Open(request).LookAsync(Look, Token));

        failure.Message.ShouldBe("the variable NO_SUCH_TOKEN with its token is not set");
    }

    [Fact]
    public async Task Look_OfARealServer_ReadsBothRevisionsAndTheirDifference()
    {
        await using var server = await PrometheusServer.StartAsync("refused{revision=\"1\"} 0.01\nrefused{revision=\"2\"} 0.5\n");
        const string Query = "refused{revision=\"{revision}\"}";
        await server.UntilAsync("count(refused) == 2");

        var alone = await Open(server.Address, Query).LookAsync(Look, Token);
        var compared = await Open(server.Address, Query, new Criterion.NoWorseThan("stable", 0.1)).LookAsync(Look, Token);

        Value(alone, new Criterion.AtMost(1)).ShouldBe(0.5);
        Value(compared, new Criterion.NoWorseThan("stable", 0.1)).ShouldBe(0.49, 1e-9);
        var failure = await Should.ThrowAsync<MeasurementFailedException>(
            () => Open(server.Address, "refused{").LookAsync(Look, Token));
        failure.Message.ShouldContain("refuses the query with status 400");
    }

    private static AnalysisLook Look => new(Some.View(2), Some.View(1));

    private static double Value(AnalysisEvidence evidence, Criterion criterion) =>
        ((MeasuredValue.Number)evidence.Measure("prometheus", criterion, 0.95).Value).Value;

    private static IAnalysisSensor Open(string address, string query, Criterion? criterion = null) =>
        new PrometheusAnalysis().Open(new AnalysisRequest(criterion ?? new Criterion.AtMost(1))
        {
            Options = new PrometheusOptions { Address = address, Query = query },
        });

    private static void Fails(string answer, string sentence) =>
        Should.Throw<MeasurementFailedException>(() => Read(400, answer)).Message.ShouldEndWith(sentence);

    private static double Read(int status, string answer) =>
        PrometheusAnswer.Read(status, JsonDocument.Parse(answer).RootElement);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A Prometheus of this machine that reads one page of metrics, which the test serves.</summary>
    private sealed class PrometheusServer : IAsyncDisposable
    {
        /// <summary>Of Debian's package.</summary>
        private const string Program = "/usr/bin/prometheus";

        private readonly TemporaryFolder _folder = new();
        private readonly HttpListener _metrics = new();
        private readonly HttpClient _client = new();
        private Process? _process;

        public string Address { get; } = $"http://127.0.0.1:{FreePort()}";

        public static async Task<PrometheusServer> StartAsync(string metrics)
        {
            if (!File.Exists(Program))
                Requirement.Missing("PIPELINE_REQUIRE_PROMETHEUS", "No Prometheus is installed");
            var server = new PrometheusServer();
            var port = FreePort();
            server._metrics.Prefixes.Add($"http://127.0.0.1:{port}/");
            server._metrics.Start();
            _ = server.ServeAsync(Encoding.UTF8.GetBytes(metrics));
            await File.WriteAllTextAsync(
                server._folder["prometheus.yml"],
                $$"""
                scrape_configs:
                - {job_name: test, scrape_interval: 1s, static_configs: [{targets: ["127.0.0.1:{{port}}"]}]}
                """,
                Token);
            server._process = Child.Start(
                Program,
                [
                    "--config.file", server._folder["prometheus.yml"], "--storage.tsdb.path", server._folder["data"],
                    "--web.listen-address", server.Address["http://".Length..],
                ],
                server._folder.Path);
            _ = server._process.StandardError.ReadToEndAsync(Token);
            return server;
        }

        /// <summary>Asks until there is an answer; a test's own limit ends the waiting.</summary>
        public async Task UntilAsync(string query)
        {
            while (true)
            {
                try
                {
                    var question = $"{Address}/api/v1/query?query={Uri.EscapeDataString(query)}";
                    var answer = await _client.GetStringAsync(question, Token);
                    if (answer.Contains("\"value\"", StringComparison.Ordinal))
                        return;
                }
                catch (HttpRequestException)
                {
                    Assert.False(_process!.HasExited, "Prometheus ended.");
                }

                await Task.Delay(100, Token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _process!.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
            _metrics.Close();
            _client.Dispose();
            _folder.Dispose();
        }

        private async Task ServeAsync(byte[] metrics)
        {
            while (_metrics.IsListening)
            {
                try
                {
                    var context = await _metrics.GetContextAsync();
                    context.Response.ContentType = "text/plain; version=0.0.4";
                    await context.Response.OutputStream.WriteAsync(metrics, Token);
                    context.Response.Close();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
