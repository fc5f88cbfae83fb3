using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.Gateway.Hosting;

/// <summary>
/// What whoever deploys starts in a gateway's container, by the engine's own API: so nothing that changes an environment listens
/// outside of the container, wherever the engine is.
/// </summary>
internal static class Relay
{
    /// <summary>Written once there is a connection; all that follows is what the other side says.</summary>
    public const byte Connected = (byte)'+';

    private const int NoConnection = 1;
    private const int BufferBytes = 64 << 10;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Until one side is closed.</summary>
    /// <returns>The exit code: 1 where nobody listens there.</returns>
    public static async Task<int> RunAsync(string address, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var at = address.LastIndexOf(':');
            var port = int.Parse(address.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Longest);
            await socket.ConnectAsync(new DnsEndPoint(address[..at], port), limit.Token);
        }
        catch (Exception exception) when (exception is SocketException or FormatException or ArgumentException
            or OverflowException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Nobody answers at '{address}': {exception.Message}");
            return NoConnection;
        }

        await using var other = new NetworkStream(socket);
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(new[] { Connected }, cancellationToken);
        await output.FlushAsync(cancellationToken);
        // Whichever ends first ends both: an HTTP connection that one side has closed is of no use to the other.
        await Task.WhenAny(
            input.CopyToAsync(other, BufferBytes, cancellationToken),
            other.CopyToAsync(output, BufferBytes, cancellationToken));
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
}
