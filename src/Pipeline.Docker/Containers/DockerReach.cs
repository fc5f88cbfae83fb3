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
internal sealed class DockerReach(DockerConnection engine, ContainerNames names, ImageStore images, IGatewayFinder finder)
    : IEnvironmentReach, IDisposable
{
    private const long MostBytes = 256L << 20;

    /// <summary>A gateway writes them once, before it listens.</summary>
    private static readonly string[] WrittenAtStart =
        [EnvironmentFolder.GatewayName, EnvironmentFolder.TokenName, EnvironmentFolder.SecretName];

    private readonly SemaphoreSlim _looking = new(1);
    private GatewayRun? _run;

    public string Place => $"the environment '{names.State}' on {engine.Title}";

    public string GatewayLog => $"'{finder.LogCommand}'";

    public string? GatewayContainer => finder.Title;

    public string PathOf(string file) => $"{names.State}:/{file}";

    /// <summary>Also of a gateway that does not run, and of a volume that no container has.</summary>
    public async Task<byte[]?> FindAsync(string file, CancellationToken cancellationToken)
    {
        var run = _run is { IsSure: true } sure ? sure : null;
        var container = run?.Container;
        if (run is null && await LookAsync(cancellationToken) is { } present)
            (run, container) = (_run, present.ID);
        if (run is not null && run.Files.TryGetValue(file, out var kept))
            return kept;
        if (container is null)
            return await FindWithoutAsync(file, cancellationToken);
        var bytes = await ReadAsync(container, file, cancellationToken);
        if (bytes is not null && run is not null && WrittenAtStart.Contains(file))
            run.Files[file] = bytes;
        return bytes;
    }

    /// <summary>What a gateway wrote before its container was started anew describes one that is gone.</summary>
    public async Task<bool> IsRunningAsync(GatewayDocument gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        if (_run is not { IsSure: true })
            await LookAsync(cancellationToken);
        if (_run is { } run && gateway.Started >= run.Started)
            return true;
        _run?.Files.Clear();
        return false;
    }

    public async Task<Stream> ConnectAsync(DnsEndPoint address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var to = string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");
        try
        {
            if (_run is not { IsSure: true })
                await LookAsync(cancellationToken);
            if (_run is not { } run)
                throw new IOException("its gateway does not run");
            return await run.ConnectAsync(to, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or EngineFailedException)
        {
            // Another gateway may have come, with another port and another word.
            if (IPAddress.TryParse(address.Host, out _))
                _run?.Files.Clear();
            throw new IOException($"nobody answers at {to} in {Place}: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        _run?.Dispose();
        _looking.Dispose();
    }

    /// <summary>Looks at the gateway's container, and prepares to connect to what is in it.</summary>
    private async Task<ContainerInspectResponse?> LookAsync(CancellationToken cancellationToken)
    {
        var container = await finder.FindContainerAsync(cancellationToken) is { } found
            ? await engine.FindAsync(x => x.Containers.InspectContainerAsync(found, cancellationToken))
            : null;
        var run = container is { State: { Running: true, Restarting: false } state }
            && DateTimeOffset.TryParse(
                state.StartedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started)
            ? (container.ID, started)
            : default((string Container, DateTimeOffset Started)?);
        await _looking.WaitAsync(cancellationToken);
        try
        {
            if (_run is { IsOver: false } known && (known.Container, known.Started) == run)
                return container;
            _run?.Dispose();
            _run = run is { } next ? new GatewayRun(engine, next.Container, next.Started) : null;
        }
        finally
        {
            _looking.Release();
        }

        return container;
    }

    /// <summary>Only a container gives files of a volume out: one that is never started.</summary>
    private async Task<byte[]?> FindWithoutAsync(string file, CancellationToken cancellationToken)
    {
        if (await engine.FindAsync(x => x.Volumes.InspectAsync(names.State, cancellationToken)) is null)
            return null;
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
