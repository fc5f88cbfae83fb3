using Pipeline.Testing;

namespace Pipeline.Traffic;

/// <summary>What of a request and of its answer comes through a gateway, and what is a connection's own.</summary>
public sealed class RelayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Predict_LongAnswer_IsRelayedWhole(bool isLengthKnown)
    {
        var answer = string.Concat(Enumerable.Range(0, 100_000).Select(x => $"{x},"));
        await using var front = await Front.OpenAsync(
            x =>
            {
                x.Response.ContentLength = isLengthKnown ? answer.Length : null;
                return x.Response.WriteAsync(answer);
            },
            candidate: null,
            weight: 0);

        using var response = await front.PostAsync("/predict", "body");

        (await response.Content.ReadAsStringAsync(Token)).ShouldBe(answer);
    }

    [Fact]
    public async Task Request_WithHeadersOfItsConnection_HasThemNoMoreBehindTheGateway()
    {
        await using var front = await Front.OpenAsync(
            x => x.Response.WriteAsync(string.Join(' ', x.Request.Headers.Keys.Order())), candidate: null, weight: 0);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/model");
        foreach (var name in new[] { "X-Mine", "X-Kept", "Keep-Alive", "Proxy-Authorization" })
            request.Headers.Add(name, "1");
        request.Headers.Connection.Add("X-Mine");
        request.Headers.TE.ParseAdd("trailers");

        using var response = await front.SendAsync(request);

        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("Host X-Kept x-pipeline-route x-pipeline-secret");
    }

    [Fact]
    public async Task Answer_WithHeadersOfItsConnection_HasThemNoMoreBehindTheGateway()
    {
        await using var front = await Front.OpenAsync(
            x =>
            {
                x.Response.Headers.Connection = "X-Mine";
                x.Response.Headers["X-Mine"] = "1";
                x.Response.Headers["X-Kept"] = new[] { "1", "2" };
                return x.Response.WriteAsync("answer");
            },
            candidate: null,
            weight: 0);

        using var response = await front.PostAsync("/predict", "body");

        response.Headers.Contains("X-Mine").ShouldBeFalse();
        response.Headers.GetValues("X-Kept").ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Request_WithTextOfAnyLanguageInAHeader_ArrivesAsItWas()
    {
        await using var front = await Front.OpenAsync(
            x => x.Response.WriteAsync(x.Request.Headers["X-Name"].ToString()), candidate: null, weight: 0);

        var said = await front.AskAsync(
            "GET /model HTTP/1.1\r\nHost: model\r\nConnection: close\r\nX-Name: Zoë 名\r\n\r\n");

        said.ShouldContain("Zoë 名");
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("PURGE")]
    public async Task Request_WithAnotherMethod_IsPutToTheServerWithItsPathAndQuery(string method)
    {
        await using var front = await Front.OpenAsync(
            x =>
            {
                x.Response.Headers["X-Seen"] = $"{x.Request.Method} {x.Request.Path}{x.Request.QueryString}";
                return Task.CompletedTask;
            },
            candidate: null,
            weight: 0);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/a%20b/c?d=%2F&e");

        using var response = await front.SendAsync(request);

        response.Headers.GetValues("X-Seen").ShouldBe([$"{method} /a%20b/c?d=%2F&e"]);
    }

    [Fact]
    public async Task Connect_AsToAProxy_IsNoRequestOfARevision()
    {
        await using var front = await Front.OpenAsync(x => x.Response.WriteAsync("answer"), candidate: null, weight: 0);

        var said = await front.AskAsync("CONNECT other:80 HTTP/1.1\r\nHost: other:80\r\nConnection: close\r\n\r\n");

        said.ShouldStartWith("HTTP/1.1 400");
        front.Count(1).Requests.ShouldBe(0);
    }
}
