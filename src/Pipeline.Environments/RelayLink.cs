using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Pipeline.Environments;

/// <summary>
/// Many connections over one pair of streams. To start a program in a gateway's container takes longer than all that a command
/// asks of the gateway, so that one such program, the relay, serves for the whole command. Each side may send as much of a
/// connection as the other has said that it takes, and none holds the others up.
/// </summary>
/// <remarks>
/// A frame is the number of a connection (4 bytes), a <see cref="RelayFrame"/> (1) and the length of what follows (2), with the
/// highest byte first. Connections are numbered by the side that opens them, which is always the same.
/// </remarks>
public sealed class RelayLink : IAsyncDisposable
{
    /// <summary>How much of one connection may be on its way, in bytes.</summary>
    public const int Window = 256 << 10;

    internal const int MostPayload = 16 << 10;

    private const int HeaderBytes = 7;
    private const int MostConnections = 256;

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Func<string, CancellationToken, Task<Stream>>? _connect;
    private readonly ConcurrentDictionary<int, RelayConnection> _connections = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _over = new();
    private int _last;

    /// <param name="input">What the other side writes.</param>
    /// <param name="output">What the other side reads.</param>
    /// <param name="connect">Takes connections to an address, "127.0.0.1:38211"; null where this side opens them.</param>
    public RelayLink(Stream input, Stream output, Func<string, CancellationToken, Task<Stream>>? connect = null)
    {
        (_input, _output, _connect) = (input, output, connect);
        Ended = Task.Run(RunAsync);
    }

    /// <summary>Until one side ends it; then no connection of it is left.</summary>
    public Task Ended { get; }

    /// <exception cref="IOException">Nobody listens there, or the link has ended.</exception>
    public async Task<Stream> OpenAsync(string address, CancellationToken cancellationToken)
    {
        var connection = new RelayConnection(this, Interlocked.Increment(ref _last));
        _connections[connection.Number] = connection;
        try
        {
            await SendAsync(connection.Number, RelayFrame.Open, Encoding.UTF8.GetBytes(address), cancellationToken);
            // What ended meanwhile has closed all connections that it knew of, and perhaps not this one.
            if (_over.IsCancellationRequested)
                throw new IOException("the relay has ended");
            await connection.Opened.WaitAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _output.DisposeAsync();
        await _input.DisposeAsync();
        await Ended;
    }

    /// <summary>Whole frames alone: half of one would make nonsense of all that follow.</summary>
    /// <exception cref="IOException">The link has ended.</exception>
    internal async Task SendAsync(int number, RelayFrame kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var frame = ArrayPool<byte>.Shared.Rent(HeaderBytes + payload.Length);
        try
        {
            BinaryPrimitives.WriteInt32BigEndian(frame, number);
            frame[4] = (byte)kind;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(5), (ushort)payload.Length);
            payload.Span.CopyTo(frame.AsSpan(HeaderBytes));
            await _writing.WaitAsync(cancellationToken);
            try
            {
                await _output.WriteAsync(frame.AsMemory(0, HeaderBytes + payload.Length), CancellationToken.None);
                await _output.FlushAsync(CancellationToken.None);
            }
            catch (ObjectDisposedException exception)
            {
                throw new IOException("the relay has ended", exception);
            }
            finally
            {
                _writing.Release();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    internal void Forget(int number) => _connections.TryRemove(number, out _);

    private async Task RunAsync()
    {
        try
        {
            var header = new byte[HeaderBytes];
            while (await _input.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, _over.Token) == HeaderBytes)
            {
                var payload = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(5))];
                await _input.ReadExactlyAsync(payload, _over.Token);
                if (!Take(BinaryPrimitives.ReadInt32BigEndian(header), (RelayFrame)header[4], payload))
                    break;
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The other side is gone, or this one goes, and streams that were closed say so in several ways.
        }
        finally
        {
            await _over.CancelAsync();
            foreach (var connection in _connections.Values)
                connection.End();
        }
    }

    /// <returns>False where the other side does not keep to the rules.</returns>
    private bool Take(int number, RelayFrame kind, byte[] payload)
    {
        if (kind == RelayFrame.Open && _connect is not null)
        {
            _ = Task.Run(() => ServeAsync(number, Encoding.UTF8.GetString(payload)));
            return true;
        }

        // One that this side has left may still be sent something.
        if (!_connections.TryGetValue(number, out var connection))
            return kind is RelayFrame.Data or RelayFrame.Credit or RelayFrame.End or RelayFrame.Opened or RelayFrame.Refused;
        switch (kind)
        {
            case RelayFrame.Opened:
                connection.Open();
                return true;
            case RelayFrame.Refused:
                connection.Refuse(Encoding.UTF8.GetString(payload));
                return true;
            case RelayFrame.Data:
                return connection.Take(payload);
            case RelayFrame.Credit when payload.Length == sizeof(int):
                connection.Grant(BinaryPrimitives.ReadInt32BigEndian(payload));
                return true;
            case RelayFrame.End:
                connection.End();
                return true;
            default:
                return false;
        }
    }

    private async Task ServeAsync(int number, string address)
    {
        await using var connection = new RelayConnection(this, number);
        try
        {
            if (_connections.Count >= MostConnections || !_connections.TryAdd(number, connection))
                throw new IOException("the relay takes no more connections");
            await using var other = await _connect!(address, _over.Token);
            await SendAsync(number, RelayFrame.Opened, ReadOnlyMemory<byte>.Empty, _over.Token);
            await CopyAsync(connection, other);
        }
        catch (IOException exception)
        {
            await connection.TryRefuseAsync(exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The link is over.
        }
    }

    /// <summary>Whichever side ends first ends both: an HTTP connection that one has closed is of no use to the other.</summary>
    private async Task CopyAsync(RelayConnection connection, Stream other)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        Task[] copies =
        [
            other.CopyToAsync(connection, MostPayload, either.Token),
            connection.CopyToAsync(other, MostPayload, either.Token),
        ];
        await Task.WhenAny(copies);
        await either.CancelAsync();
        try
        {
            await Task.WhenAll(copies);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One of them was stopped, or broke off: either way, what could be sent is.
        }
    }
}
