using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pipeline.Environments;

namespace Pipeline.Gateway.Hosting;

/// <summary>
/// What whoever deploys starts in a gateway's container, by the engine's own API: so nothing that changes an environment listens
/// outside of the container, wherever the engine is.
/// </summary>
internal static class Relay
{
    public const string Word = "relay";

    private const int NoConnection = 1;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Until whoever has started it closes its standard input.</summary>
    public static async Task<int> RunAsync()
    {
        await using var link = new RelayLink(Console.OpenStandardInput(), Console.OpenStandardOutput(), ConnectAsync);
        await link.Ended;
        return 0;
    }

    /// <summary>Whether something at a port of this container answers HTTP at all.</summary>
    /// <returns>The exit code: 1 where it does not.</returns>
    public static async Task<int> AskAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Longest };
        try
        {
            using var response = await client.GetAsync(
                new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port, "metrics").Uri, cancellationToken);
            return response.IsSuccessStatusCode ? 0 : NoConnection;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return NoConnection;
        }
    }

    private static async Task<Stream> ConnectAsync(string address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var at = address.LastIndexOf(':');
            var port = int.Parse(address.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Longest);
            await socket.ConnectAsync(new DnsEndPoint(address[..at], port), limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception exception) when (exception is SocketException or FormatException or ArgumentException
            or OverflowException or OperationCanceledException)
        {
            socket.Dispose();
            throw new IOException($"nobody answers at '{address}': {exception.Message}", exception);
        }
    }
}
