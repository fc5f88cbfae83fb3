using System.Collections.Concurrent;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

/// <summary>
/// A gateway's container from one start to its end. All connections to what is in the environment go through one relay in it,
/// which is started at once and ends with it: while it is there, so is the gateway that it was started beside.
/// </summary>
internal sealed class GatewayRun : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _left = new(Longest);
    private readonly Task<RelayLink> _starting;
    private RelayLink? _link;

    public GatewayRun(DockerConnection engine, string container, DateTimeOffset started)
    {
        (Container, Started) = (container, started);
        _starting = StartAsync(engine);
        _ = IgnoreAsync();
    }

    public string Container { get; }

    public DateTimeOffset Started { get; }

    /// <summary>What does not change while it runs, by name.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Known to run, without another look.</summary>
    public bool IsSure => _link is { Ended.IsCompleted: false };

    /// <summary>Nothing can be connected to by it, now or later.</summary>
    public bool IsOver => _starting.IsFaulted || _starting.IsCanceled || _link is { Ended.IsCompleted: true };

    /// <exception cref="IOException">Nobody listens there, or the container has ended.</exception>
    /// <exception cref="EngineFailedException">The engine does not start the relay.</exception>
    public async Task<Stream> ConnectAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            var link = await _starting.WaitAsync(cancellationToken);
            return await link.OpenAsync(address, cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("the relay was not started in time", exception);
        }
    }

    public void Dispose()
    {
        _left.Cancel();
        if (_link is { } link)
            _ = link.DisposeAsync().AsTask();
    }

    /// <summary>Who connects is told why it did not start; where nobody does, nobody misses it.</summary>
    private Task IgnoreAsync() => _starting.ContinueWith(
        x => x.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task<RelayLink> StartAsync(DockerConnection engine)
    {
        var stream = await engine.AskAsync(async client =>
        {
            var program = await client.Exec.ExecCreateContainerAsync(
                Container,
                new ContainerExecCreateParameters
                {
                    AttachStdin = true,
                    AttachStdout = true,
                    AttachStderr = true,
                    Cmd = [ContainerForms.GatewayProgram, "relay"],
                },
                _left.Token);
            return await client.Exec.StartAndAttachContainerExecAsync(program.ID, tty: false, _left.Token);
        });
        var connection = new ExecStream(stream);
        _link = new RelayLink(connection, connection);
        // The limit was for its start.
        _left.CancelAfter(Timeout.InfiniteTimeSpan);
        if (_left.IsCancellationRequested)
            await _link.DisposeAsync();
        return _link;
    }
}

/// <summary>Standard input and output of a program in a container, as one stream.</summary>
internal sealed class ExecStream(MultiplexedStream stream) : Stream
{
    private readonly byte[] _block = new byte[16 << 10];
    private ReadOnlyMemory<byte> _unread;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// What the program writes to its standard error is for people who look at the engine, and is left out. Reading nothing waits
    /// until there is something to read, as HTTP does to see whether a connection that it keeps was closed.
    /// </summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_unread.IsEmpty)
            _unread = await ReadBlockAsync(cancellationToken);
        var count = Math.Min(buffer.Length, _unread.Length);
        _unread[..count].CopyTo(buffer);
        _unread = _unread[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        stream.WriteAsync(buffer, offset, count, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await stream.WriteAsync(buffer.ToArray(), 0, buffer.Length, cancellationToken);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task<ReadOnlyMemory<byte>> ReadBlockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await stream.ReadOutputAsync(_block, 0, _block.Length, cancellationToken);
            if (read.EOF || read.Target == MultiplexedStream.TargetStream.StandardOut)
                return _block.AsMemory(0, read.Count);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
