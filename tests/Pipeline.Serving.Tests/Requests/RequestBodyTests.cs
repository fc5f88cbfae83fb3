using System.IO.Compression;
using System.Net;
using System.Text;

namespace Pipeline.Serving.Requests;

public sealed class RequestBodyTests
{
    private const string Row = """{"income": 6, "purpose": "car"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("identity")]
    public async Task Body_PackedInAKnownWay_IsAnsweredAsItStands(string encoding)
    {
        await using var server = await TestServer.StartAsync();

        var response = await PostAsync(server, Pack(Row, encoding), encoding);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TestServer.JsonAsync(response)).GetProperty("probability").GetDouble().ShouldBe(0.6);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    [InlineData("compress")]
    public async Task Body_PackedInAnotherWay_IsRefusedWithThoseThatAreRead(string encoding)
    {
        await using var server = await TestServer.StartAsync();

        var response = await PostAsync(server, Encoding.UTF8.GetBytes(Row), encoding);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        response.Headers.GetValues("Accept-Encoding").Single().ShouldBe("br, deflate, gzip");
        (await TestServer.JsonAsync(response)).GetProperty("detail").ToString().ShouldContain("br, deflate, gzip, is accepted.");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Body_NotPackedAsItSays_IsTheCallersMistake(string encoding)
    {
        await using var server = await TestServer.StartAsync();

        var response = await PostAsync(server, Encoding.UTF8.GetBytes(Row), encoding);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.JsonAsync(response)).GetProperty("detail").ToString()
            .ShouldBe("The body is not packed as its Content-Encoding says.");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Body_ThatUnpacksToMoreThanTheLimit_IsRefusedWithTheLimit(string encoding)
    {
        await using var server = await TestServer.StartAsync(x => x with { MostBodyBytes = 1000 });

        var response = await PostAsync(server, Pack(Row + new string(' ', 1_000_000), encoding), encoding);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await TestServer.JsonAsync(response)).GetProperty("detail").ToString().ShouldBe("A request has at most 1000 bytes.");
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, byte[] body, string encoding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return server.Client.PostAsync("/predict", content, Token);
    }

    private static byte[] Pack(string text, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
            "br" => new BrotliStream(packed, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
            _ => packed,
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
