using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;

namespace Pipeline.Environments;

/// <summary>What a frame of a <see cref="RelayLink"/> says of its connection.</summary>
internal enum RelayFrame : byte
{
    /// <summary>Connect it to the address that follows.</summary>
    Open = 1,

    Opened = 2,

    /// <summary>It is not connected; why follows.</summary>
    Refused = 3,

    Data = 4,

    /// <summary>So many bytes more may be sent: 4 bytes.</summary>
    Credit = 5,

    /// <summary>Nothing follows, and nothing more is read.</summary>
    End = 6,
}

/// <summary>One side of a connection of a link.</summary>
internal sealed class RelayConnection(RelayLink link, int number) : Stream
{
    private const int MostReasonBytes = 1024;

    /// <summary>What is unread is limited by what the other side may send.</summary>
    private readonly Pipe _arrived = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _credit = RelayLink.Window;
    private int _unread;
    private int _read;
    private bool _isOver;
    private bool _isLeft;

    public int Number => number;

    public Task Opened => _opened.Task;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Open() => _opened.TrySetResult();

    /// <summary>Why there is no connection; nothing to one that there is.</summary>
    public void Refuse(string reason)
    {
        _opened.TrySetException(new IOException(reason));
        // Nobody has to ask: what nobody waits for is no failure that nobody has seen.
        _ = _opened.Task.Exception;
    }

    /// <summary>Tells the other side why there is no connection, where it can still be told.</summary>
    public async Task TryRefuseAsync(string reason)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(reason);
            await link.SendAsync(
                number, RelayFrame.Refused, bytes.AsMemory(0, Math.Min(bytes.Length, MostReasonBytes)), CancellationToken.None);
        }
        catch (IOException)
        {
            // Nobody is left to be told.
        }
    }

    /// <returns>False where the other side sent more than it may.</returns>
    public bool Take(byte[] bytes)
    {
        if (Interlocked.Add(ref _unread, bytes.Length) > RelayLink.Window)
            return false;
        lock (_lock)
        {
            if (_isOver)
                return true;
            _arrived.Writer.Write(bytes);
            // At once, because nothing ever pauses it.
            _ = _arrived.Writer.FlushAsync().AsTask();
        }

        return true;
    }

    public void Grant(int bytes)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            _credit += bytes;
            (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        more.TrySetResult();
    }

    /// <summary>Reading comes to its end, and writing fails.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_isOver)
                return;
            _isOver = true;
            _arrived.Writer.Complete();
        }

        Refuse("the relay has ended");
        Grant(0);
    }

    /// <summary>Reading nothing waits until there is something to read, as HTTP does with a connection that it keeps.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _arrived.Reader.ReadAsync(cancellationToken);
        var count = (int)Math.Min(buffer.Length, read.Buffer.Length);
        read.Buffer.Slice(0, count).CopyTo(buffer.Span);
        _arrived.Reader.AdvanceTo(read.Buffer.GetPosition(count));
        _read += count;
        if (_read >= RelayLink.Window / 2 && !_isOver)
            await CreditAsync(cancellationToken);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = await SpendAsync(Math.Min(buffer.Length, RelayLink.MostPayload), cancellationToken);
            await link.SendAsync(number, RelayFrame.Data, buffer[..count], CancellationToken.None);
            buffer = buffer[count..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        await base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _ = LeaveAsync();
        base.Dispose(disposing);
    }

    private async Task CreditAsync(CancellationToken cancellationToken)
    {
        var payload = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, _read);
        Interlocked.Add(ref _unread, -_read);
        _read = 0;
        try
        {
            await link.SendAsync(number, RelayFrame.Credit, payload, cancellationToken);
        }
        catch (IOException)
        {
            // What has arrived is read to its end all the same.
        }
    }

    /// <returns>How many bytes may be sent now: at least one.</returns>
    private async Task<int> SpendAsync(int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_isOver)
                    throw new IOException("the connection was closed");
                if (_credit > 0)
                {
                    var count = Math.Min(most, _credit);
                    _credit -= count;
                    return count;
                }

                more = _more.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    private async Task LeaveAsync()
    {
        lock (_lock)
        {
            if (_isLeft)
                return;
            _isLeft = true;
        }

        link.Forget(number);
        var wasOver = _isOver;
        End();
        if (wasOver)
            return;
        try
        {
            await link.SendAsync(number, RelayFrame.End, ReadOnlyMemory<byte>.Empty, CancellationToken.None);
        }
        catch (IOException)
        {
            // It ended with the link.
        }
    }
}
