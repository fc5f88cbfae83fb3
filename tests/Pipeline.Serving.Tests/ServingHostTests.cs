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
        response.Content.Headers.Allow.ShouldBe(["OPTIONS", "POST"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("/model")]
    [InlineData("/metrics")]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/health/ready")]
    public async Task Head_OfWhatCanBeRead_IsItsHeadersAlone(string path)
    {
        await using var server = await TestServer.StartAsync();

        var head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Token);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType.ShouldNotBeNull();
        (await head.Content.ReadAsByteArrayAsync(Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/predict", "POST, OPTIONS")]
    [InlineData("/model", "GET, HEAD, OPTIONS")]
    [InlineData("/metrics", "GET, HEAD, OPTIONS")]
    public async Task Options_OfAPath_AreItsMethods(string path, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var response = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, path), Token);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        string.Join(", ", response.Content.Headers.Allow).ShouldBe(expected);
    }

    [Fact]
    public async Task Options_OfTheServer_AreAllMethods()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, Token);

        await client.GetStream().WriteAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), Token);
        var answer = await new StreamReader(client.GetStream()).ReadToEndAsync(Token);

        answer.ShouldStartWith("HTTP/1.1 204");
        answer.ShouldContain("Allow: GET, HEAD, OPTIONS, POST");
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
