using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Which version of HTTP a server is asked by. One request at a time is answered a little sooner by HTTP/1.1; many are by HTTP/2,
/// which sends them together. Without TLS nothing tells whether a server speaks it, so it is tried once, beside the traffic.
/// </summary>
/// <param name="client">Asks servers.</param>
/// <param name="http2From">How many requests a server is answering from which on HTTP/2 is better.</param>
internal sealed class UpstreamVersions(HttpMessageInvoker client, int http2From)
{
    private const string Path = "/v2/health/live";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Task<bool>> _known = new();

    public Version Of(Server server) =>
        server.InFlight >= http2From && _known.GetOrAdd(server.Address, TryAsync) is { IsCompleted: true, Result: true }
            ? HttpVersion.Version20
            : HttpVersion.Version11;

    /// <summary>A server did not answer: another one may be at its address next.</summary>
    public void Forget(Server server) => _known.TryRemove(server.Address, out _);

    private async Task<bool> TryAsync(string address)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}{Path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            using var response = await client.SendAsync(request, patience.Token);
            return response.Version == HttpVersion.Version20;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
