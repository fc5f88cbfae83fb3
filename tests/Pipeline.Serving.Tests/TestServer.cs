using System.Net;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Configuration;
using Pipeline.Serving.Metrics;
using Pipeline.Serving.Models;

namespace Pipeline.Serving;

/// <summary>The real server on a free loopback port, with a fixed model and a client.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly IPredictor _predictor;

    private TestServer(ServingHost host, HttpClient client, IPredictor predictor, MemoryLog log) =>
        (Host, Client, _predictor, Log) = (host, client, predictor, log);

    public static Digest ModelDigest { get; } = Digest.OfText("model");

    public ServingHost Host { get; }

    public HttpClient Client { get; }

    /// <summary>Of a server that was started without another.</summary>
    public FixedPredictor Predictor => (FixedPredictor)_predictor;

    public MemoryLog Log { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<TestServer> StartAsync(Func<ServingOptions, ServingOptions>? change = null) =>
        StartAsync(new FixedPredictor(), change);

    public static async Task<TestServer> StartAsync(
        IPredictor predictor, Func<ServingOptions, ServingOptions>? change = null, Background? background = null)
    {
        var options = new ServingOptions { Address = new IPEndPoint(IPAddress.Loopback, 0) };
        var log = new MemoryLog();
        var identity = new ServedModel(ModelName.Parse("loan-default"), new ModelVersion(3), ModelDigest, "staging", 7);
        var host = new ServingHost(new ServingContext
        {
            Options = change?.Invoke(options) ?? options,
            Model = new LoadedModel(predictor, identity, background),
            Metrics = new ServingMetrics(log, identity, predictor.Signature.Task),
            Ids = new PredictionIds(1),
            Time = TimeProvider.System,
        });
        await host.StartAsync(Token);
        return new TestServer(host, new HttpClient { BaseAddress = new Uri(host.Address) }, predictor, log);
    }

    public Task<HttpResponseMessage> PredictAsync(string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/predict") { Content = new StringContent(body, Encoding.UTF8) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request, Token);
    }

    public async Task<JsonElement> AnswerAsync(string body) => await JsonAsync(await PredictAsync(body));

    public Task<string> TextAsync(string path) => Client.GetStringAsync(path, Token);

    /// <summary>Of a request that is not accepted: its problems as "row field message hint".</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(string body)
    {
        var response = await PredictAsync(body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problems = (await JsonAsync(response)).GetProperty("problems");
        return [.. problems.EnumerateArray().Select(x => string.Join(' ', x.EnumerateObject().Select(y => y.Value.ToString())))];
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(Token));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
