using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Benchmarks.Gateway;

/// <summary>
/// The same request again and again over some connections, each asked by a thread of its own that does nothing else: on a machine
/// whose cores the servers share, a client that costs little shows more of them.
/// </summary>
internal static class HttpLoad
{
    /// <summary>For so long, or that often.</summary>
    public static async Task<LoadResult> RunAsync(
        Uri address, byte[] body, int connections, TimeSpan duration, long most = long.MaxValue)
    {
        var request = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /predict HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n")).Concat(body).ToArray();
        var left = new Counter { Value = most };
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Factory.StartNew(
            () => Ask(address, request, duration, left),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        return new LoadResult([.. all.SelectMany(x => x).Order()], Stopwatch.GetElapsedTime(began));
    }

    private static List<float> Ask(Uri address, byte[] request, TimeSpan duration, Counter left)
    {
        using var connection = new HttpConnection(address);
        var latencies = new List<float>(1 << 14);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < duration && Interlocked.Decrement(ref left.Value) >= 0)
        {
            var asked = Stopwatch.GetTimestamp();
            connection.Ask(request);
            latencies.Add((float)Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return latencies;
    }

    private sealed class Counter
    {
        public long Value;
    }
}

/// <summary>How long each request took, in milliseconds from the shortest to the longest, and all of them together.</summary>
internal sealed record LoadResult(float[] Latencies, TimeSpan Elapsed)
{
    public double PerSecond => Latencies.Length / Elapsed.TotalSeconds;

    public double Quantile(double share) => Latencies[(int)(Latencies.Length * share)];
}

/// <summary>One connection, as little of HTTP/1.1 as a benchmark needs.</summary>
internal sealed class HttpConnection : IDisposable
{
    private static readonly byte[] LengthName = "content-length:"u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[1 << 16];

    public HttpConnection(Uri address) => _socket.Connect(IPAddress.Parse(address.Host), address.Port);

    /// <exception cref="CommandFailedException">The answer is not 200, or has no end.</exception>
    public void Ask(byte[] request)
    {
        _socket.Send(request);
        var (count, length) = (0, -1);
        while (length < 0 || count < length)
        {
            var read = _socket.Receive(_buffer.AsSpan(count));
            if (read == 0)
                throw new CommandFailedException("POST /predict", 0, "the connection was closed");
            count += read;
            if (length < 0)
                length = LengthOf(_buffer.AsSpan(0, count));
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Of the whole answer; -1 while its headers are not all there.</summary>
    private static int LengthOf(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return -1;
        if (!answer.StartsWith("HTTP/1.1 200"u8))
            throw new CommandFailedException("POST /predict", 0, Encoding.ASCII.GetString(answer[..end]));
        foreach (var line in answer[..end].Split("\r\n"u8))
        {
            var header = answer[line];
            if (header.Length > LengthName.Length && Ascii.EqualsIgnoreCase(header[..LengthName.Length], LengthName))
                return end + 4 + int.Parse(header[LengthName.Length..], CultureInfo.InvariantCulture);
        }

        throw new CommandFailedException("POST /predict", 0, "an answer does not tell its length");
    }
}
