using System.Net;
using System.Net.Sockets;
using Pipeline.Core.Predictions;

namespace Pipeline.Serving;

public sealed class ServingHostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v2/health/live", "{\"live\":true}")]
    [InlineData("/v2/health/ready", "{\"ready\":true}")]
    public async Task Health_OfAStartedServer_IsGood(string path, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.TextAsync(path);

        answer.ShouldBe(expected);
    }

    [Fact]
    public async Task Model_Asked_TellsItsIdentityAndSignature()
    {
        await using var server = await TestServer.StartAsync();

        var model = await TestServer.JsonAsync(await server.Client.GetAsync("/model", Token));

        model.GetProperty("name").GetString().ShouldBe("loan-default");
        model.GetProperty("version").GetInt32().ShouldBe(3);
        model.GetProperty("digest").GetString().ShouldBe(TestServer.ModelDigest.ToString());
        model.GetProperty("toolkit").GetString().ShouldBe(Core.Documents.Toolkit.Version);
        model.GetProperty("signature").GetProperty("inputs").GetArrayLength().ShouldBe(3);
    }

    [Theory]
    [InlineData("/model")]
    [InlineData("/metrics")]
    [InlineData("/nothing")]
    [InlineData("/predict")]
    public async Task Response_Any_CarriesTheDigestOfTheModel(string path)
    {
        await using var server = await TestServer.StartAsync();

        var response = await server.Client.GetAsync(path, Token);

        response.Headers.GetValues(PredictionHeaders.ModelDigest).ShouldBe([TestServer.ModelDigest.ToString()]);
    }

    [Fact]
    public async Task Path_Unknown_ListsThoseThatThereAre()
    {
        await using var server = await TestServer.StartAsync();

        var response = await server.Client.GetAsync("/predictions", Token);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestServer.JsonAsync(response)).GetProperty("detail").ToString().ShouldContain("/predict");
    }

    [Fact]
    public async Task Method_ThatIsNotOfThePath_IsRefused()
    {
        await using var server = await TestServer.StartAsync();

        var response = await server.Client.GetAsync("/predict", Token);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Start_AddressThatIsTaken_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = (IPEndPoint)other.LocalEndpoint;

        var start = () => TestServer.StartAsync(x => x with { Address = taken });

        (await start.ShouldThrowAsync<AddressTakenException>()).Message.ShouldContain($"127.0.0.1:{taken.Port}");
    }

    [Fact]
    public async Task Stop_WithARequestInProgress_AnswersItFirst()
    {
        await using var server = await TestServer.StartAsync();
        using var gate = new ManualResetEventSlim();
        using var inside = new ManualResetEventSlim();
        server.Predictor.Before = () =>
        {
            inside.Set();
            gate.Wait();
        };
        var request = server.PredictAsync("""{"income": 6, "purpose": "car"}""");
        inside.Wait(Token);

        var stopping = server.Host.StopAsync(Token);
        gate.Set();
        await stopping;

        (await request).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
