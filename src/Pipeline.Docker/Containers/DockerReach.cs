using System.Formats.Tar;
using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

/// <summary>
/// An environment on an engine, through the engine's own API alone: files from the gateway's volume, connections by a program in
/// the gateway's container. So it is the same for an engine on another machine, and nothing that changes it listens outside.
/// </summary>
internal sealed class DockerReach(DockerConnection engine, ContainerNames names, ImageStore images) : IEnvironmentReach
{
    private const long MostBytes = 256L << 20;
    private const byte Connected = (byte)'+';

    public string Place => $"the environment '{names.State}' on {engine.Title}";

    public string GatewayLog => $"'docker logs {names.Gateway}'";

    public string PathOf(string file) => $"{names.State}:/{file}";

    /// <summary>Also of a gateway that does not run, and of a volume that no container has.</summary>
    public async Task<byte[]?> FindAsync(string file, CancellationToken cancellationToken)
    {
        var gateway = await engine.FindAsync(x => x.Containers.InspectContainerAsync(names.Gateway, cancellationToken));
        if (gateway is not null)
            return await ReadAsync(gateway.ID, file, cancellationToken);
        if (await engine.FindAsync(x => x.Volumes.InspectAsync(names.State, cancellationToken)) is null)
            return null;
        // Never started: only a container gives files of a volume out.
        var image = await images.FindAnyAsync(ImageStore.GatewayRepository, cancellationToken) ?? throw new EngineFailedException(
            engine.Title, $"has the volume '{names.State}' and no image to read it with; deploy again.");
        var form = ContainerForms.TakeDown(names, image);
        var reader = await engine.AskAsync(x => x.Containers.CreateContainerAsync(form, cancellationToken));
        try
        {
            return await ReadAsync(reader.ID, file, cancellationToken);
        }
        finally
        {
            await engine.FindAsync(async x =>
            {
                await x.Containers.RemoveContainerAsync(
                    reader.ID, new ContainerRemoveParameters { Force = true }, CancellationToken.None);
                return reader;
            });
        }
    }

    /// <summary>What a gateway wrote before its container was started anew describes one that is gone.</summary>
    public async Task<bool> IsRunningAsync(GatewayDocument gateway, CancellationToken cancellationToken)
    {
        var container = await engine.FindAsync(x => x.Containers.InspectContainerAsync(names.Gateway, cancellationToken));
        return container is { State: { Running: true, Restarting: false } state }
            && DateTimeOffset.TryParse(
                state.StartedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started)
            && gateway.Started >= started;
    }

    public async Task<Stream> ConnectAsync(DnsEndPoint address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var to = string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");
        try
        {
            var stream = await engine.AskAsync(client => StartAsync(client, to, cancellationToken));
            var connection = new ExecStream(stream);
            var first = new byte[1];
            if (await connection.ReadAsync(first, cancellationToken) == 1 && first[0] == Connected)
                return connection;
            await connection.DisposeAsync();
        }
        catch (EngineFailedException exception)
        {
            throw new IOException(exception.Message, exception);
        }

        throw new IOException($"nobody answers at {to} in {Place}");
    }

    private async Task<MultiplexedStream> StartAsync(DockerClient client, string to, CancellationToken cancellationToken)
    {
        var program = await client.Exec.ExecCreateContainerAsync(
            names.Gateway,
            new ContainerExecCreateParameters
            {
                AttachStdin = true,
                AttachStdout = true,
                AttachStderr = true,
                Cmd = [ContainerForms.GatewayProgram, "relay", "--to", to],
            },
            cancellationToken);
        return await client.Exec.StartAndAttachContainerExecAsync(program.ID, tty: false, cancellationToken);
    }

    private async Task<byte[]?> ReadAsync(string container, string file, CancellationToken cancellationToken)
    {
        var path = new GetArchiveFromContainerParameters { Path = $"/{ContainerForms.StateFolder}/{file}" };
        var archive = await engine.FindAsync(
            x => x.Containers.GetArchiveFromContainerAsync(container, path, statOnly: false, cancellationToken));
        if (archive is null)
            return null;
        return await engine.AskAsync(async _ =>
        {
            await using var stream = archive.Stream;
            await using var reader = new TarReader(stream);
            if (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is not
                { EntryType: TarEntryType.RegularFile, Length: <= MostBytes } entry)
                throw new IOException($"'{PathOf(file)}' is no file of an environment");
            var bytes = new byte[entry.Length];
            if (entry.DataStream is { } data)
                await data.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        });
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
