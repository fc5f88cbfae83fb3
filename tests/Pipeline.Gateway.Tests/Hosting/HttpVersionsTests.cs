using System.Net;
using Pipeline.Gateway.Hosting;
using Pipeline.Testing;

namespace Pipeline.Hosting;

public sealed class HttpVersionsTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Request_ByEitherVersion_IsAnsweredAtTheSameAddress(string version)
    {
        await using var front = await Front.OpenAsync(
            x => x.Response.WriteAsync($"{x.Request.Protocol}, cookies {x.Request.Headers.Cookie}"), candidate: null, weight: 0);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict")
        {
            Content = new StringContent("body"),
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add("Cookie", "a=1; b=2");

        using var response = await front.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Version.ShouldBe(request.Version);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldBe("HTTP/1.1, cookies a=1; b=2");
    }

    [Fact]
    public async Task Request_OfUnknownLengthByHttp2_ArrivesWhole()
    {
        await using var front = await Front.OpenAsync(
            async x => await x.Response.WriteAsync($"{x.Request.ContentLength}"), candidate: null, weight: 0);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict")
        {
            Content = new StreamContent(new Unseekable("body"u8.ToArray())),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await front.SendAsync(request);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("4");
    }

    [Theory]
    [InlineData("PRINT /predict HTTP/1.1\r\nHost: model\r\nConnection: close\r\n\r\n")]
    [InlineData("P")]
    [InlineData("")]
    public async Task Connection_ThatIsNeither_Ends(string bytes)
    {
        await using var front = await Front.OpenAsync(x => x.Response.WriteAsync("answer"), candidate: null, weight: 0);

        var said = await front.SendAsync(bytes);

        said.ShouldNotContain("HTTP/1.1 200");
        (await front.PostAsync("/predict", "body")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Server_ThatSpeaksHttp2AndIsAskedMuchAtOnce_IsAskedByIt()
    {
        var end = new TaskCompletionSource();
        await using var front = await Front.OpenAsync(
            x => SayAsync(x, end.Task),
            candidate: null,
            weight: 0,
            answerWithin: TimeSpan.FromMinutes(1),
            server: HttpVersions.Accept);
        var first = await AskAsync(front, "/predict");
        var held = Enumerable.Range(0, 20).Select(_ => AskAsync(front, "/held")).ToList();

        while (await AskAsync(front, "/predict") != "HTTP/2")
            await Task.Delay(1, TestContext.Current.CancellationToken);
        end.SetResult();

        first.ShouldBe("HTTP/1.1");
        (await Task.WhenAll(held)).ShouldAllBe(x => x.StartsWith("HTTP/"));
        front.Count(1).Errors.ShouldBe(0);
    }

    [Fact]
    public async Task Server_ThatSpeaksHttp1AloneAndIsAskedMuchAtOnce_IsNeverAskedOtherwise()
    {
        var end = new TaskCompletionSource();
        await using var front = await Front.OpenAsync(
            x => SayAsync(x, end.Task), candidate: null, weight: 0, answerWithin: TimeSpan.FromMinutes(1));
        var held = Enumerable.Range(0, 20).Select(_ => AskAsync(front, "/held")).ToList();

        var meanwhile = new HashSet<string>();
        for (var request = 0; request < 50; request++)
            meanwhile.Add(await AskAsync(front, "/predict"));
        end.SetResult();

        meanwhile.Concat(await Task.WhenAll(held)).ShouldAllBe(x => x == "HTTP/1.1");
        front.Count(1).Errors.ShouldBe(0);
    }

    private static async Task SayAsync(HttpContext context, Task end)
    {
        if (context.Request.Path == "/held")
            await end;
        await context.Response.WriteAsync(context.Request.Protocol);
    }

    private static async Task<string> AskAsync(Front front, string path)
    {
        using var response = await front.PostAsync(path, "body");
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
