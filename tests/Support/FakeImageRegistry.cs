using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Testing;

/// <summary>
/// An image registry in memory that is strict: it keeps nothing whose digest is another, and no image without its blobs. Engines
/// pull from it.
/// </summary>
internal sealed class FakeImageRegistry : IDisposable
{
    private readonly LocalServer _server;
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new();
    private readonly ConcurrentDictionary<string, byte[]> _manifests = new();

    private static byte[] Invalid => [.. """{"errors": [{"code": "DIGEST_INVALID", "message": "no"}]}"""u8];

    public FakeImageRegistry() => _server = new LocalServer(HandleAsync);

    public string Address => _server.Address;

    /// <summary>"user:password" that tokens are given to; null asks nobody.</summary>
    public string? Login { get; init; }

    /// <summary>What was asked for, "PUT /v2/team/loan-default/manifests/sha256:...".</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public void Dispose() => _server.Dispose();

    public void Forget(string manifest) => _manifests.TryRemove(manifest, out _);

    private async Task HandleAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Url!.AbsolutePath;
        Asked.Enqueue($"{request.HttpMethod} {path}");
        if (path == "/token")
            await GiveTokenAsync(context);
        else if (Login is not null && request.Headers["Authorization"] != "Bearer a-token")
            Refuse(response);
        else if (path == "/v2/")
            response.StatusCode = 200;
        else
            await HandleAsync(context, path.Split('/')[^2], path.Split('/')[^1]);
    }

    private async Task HandleAsync(HttpListenerContext context, string kind, string name)
    {
        var (request, response) = (context.Request, context.Response);
        switch (request.HttpMethod, kind)
        {
            case ("POST", "uploads"):
                response.StatusCode = 202;
                response.Headers["Location"] = $"{request.Url!.AbsolutePath}{_blobs.Count}?state=some";
                break;
            case ("PUT", "uploads"):
                await TakeAsync(context, _blobs, request.QueryString["digest"]!);
                break;
            case ("PUT", "manifests"):
                await TakeAsync(context, _manifests, name);
                break;
            case ("HEAD" or "GET", "blobs"):
                await GiveAsync(context, _blobs, name, "application/octet-stream");
                break;
            case ("HEAD" or "GET", "manifests"):
                response.Headers["Docker-Content-Digest"] = name;
                await GiveAsync(context, _manifests, name, "application/vnd.oci.image.manifest.v1+json");
                break;
            default:
                response.StatusCode = 405;
                break;
        }
    }

    private static async Task GiveAsync(
        HttpListenerContext context, ConcurrentDictionary<string, byte[]> things, string digest, string type)
    {
        if (!things.TryGetValue(digest, out var bytes))
            context.Response.StatusCode = 404;
        else if (context.Request.HttpMethod == "GET")
            await LocalServer.WriteAsync(context.Response, 200, bytes, type);
        else
            (context.Response.ContentType, context.Response.ContentLength64) = (type, bytes.Length);
    }

    private async Task TakeAsync(HttpListenerContext context, ConcurrentDictionary<string, byte[]> things, string digest)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var bytes = body.ToArray();
        if (digest == $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}" && (things != _manifests || HasBlobs(bytes)))
            (things[digest], context.Response.StatusCode) = (bytes, 201);
        else
            await LocalServer.WriteAsync(context.Response, 400, Invalid);
    }

    private bool HasBlobs(byte[] manifest)
    {
        using var json = System.Text.Json.JsonDocument.Parse(manifest);
        return json.RootElement.GetProperty("layers").EnumerateArray().Append(json.RootElement.GetProperty("config"))
            .All(x => _blobs.ContainsKey(x.GetProperty("digest").GetString()!));
    }

    private void Refuse(HttpListenerResponse response)
    {
        response.StatusCode = 401;
        response.Headers["WWW-Authenticate"] = $"Bearer realm=\"http://{Address}/token\",service=\"a registry\"";
    }

    private async Task GiveTokenAsync(HttpListenerContext context)
    {
        var basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Login ?? ""))}";
        if (context.Request.Headers["Authorization"] == basic)
            await LocalServer.WriteAsync(context.Response, 200, """{"token": "a-token"}"""u8.ToArray());
        else
            context.Response.StatusCode = 401;
    }
}
