using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Environments;

namespace Pipeline.Deployment.Traffic;

/// <summary>
/// How whoever deploys gets at an environment: its files, which its gateway alone writes, and what listens in it. Where these are
/// is the engine's matter: on this machine, or on a volume behind an engine's API.
/// </summary>
public interface IEnvironmentReach
{
    /// <summary>Where it is, for people: "the environment in '/home/ann/...'".</summary>
    string Place { get; }

    /// <summary>Where its gateway's log is found: "'logs/gateway.log' there".</summary>
    string GatewayLog { get; }

    /// <summary>The container that the gateway is in, by its engine's name; null where it is a process of this machine.</summary>
    string? GatewayContainer => null;

    /// <summary>A file of the environment, for people.</summary>
    string PathOf(string file);

    /// <summary>A file of the environment by its plain name; null where it is not there.</summary>
    Task<byte[]?> FindAsync(string file, CancellationToken cancellationToken);

    /// <summary>Whether a gateway that described itself still runs.</summary>
    Task<bool> IsRunningAsync(GatewayDocument gateway, CancellationToken cancellationToken);

    /// <summary>A connection to an address as the environment itself knows it: of its gateway, or of a revision.</summary>
    /// <exception cref="IOException">Nobody listens there, or there is no way to it.</exception>
    Task<Stream> ConnectAsync(DnsEndPoint address, CancellationToken cancellationToken);
}

/// <summary>An environment whose files and ports are those of this machine.</summary>
public sealed class LocalReach(EnvironmentFolder folder) : IEnvironmentReach
{
    public string Place => $"the environment in '{folder.Path}'";

    public string GatewayLog => "'logs/gateway.log' there";

    public string PathOf(string file) => Path.Combine(folder.Path, file);

    /// <summary>Also while its gateway replaces or appends to it.</summary>
    public async Task<byte[]?> FindAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(
                PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task<bool> IsRunningAsync(GatewayDocument gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return Task.FromResult(gateway.Process.IsRunning);
    }

    public async Task<Stream> ConnectAsync(DnsEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>What of an environment is read through its <see cref="IEnvironmentReach"/>.</summary>
public static class EnvironmentReading
{
    /// <summary>HTTP to whatever listens in the environment.</summary>
    /// <param name="reach">Makes the connections.</param>
    /// <param name="idle">How long one that is not used stays.</param>
    public static SocketsHttpHandler OpenHandler(this IEnvironmentReach reach, TimeSpan idle)
    {
        ArgumentNullException.ThrowIfNull(reach);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            PooledConnectionIdleTimeout = idle,
            ConnectCallback = async (context, token) => await reach.ConnectAsync(context.DnsEndPoint, token),
        };
    }

    /// <summary>The state that is committed; null where nothing was ever deployed.</summary>
    /// <exception cref="EnvironmentDamagedException">The file is not as it was written.</exception>
    public static async Task<EnvironmentDocument?> FindDocumentAsync(
        this IEnvironmentReach reach, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reach);
        if (await reach.FindAsync(EnvironmentFolder.DocumentName, cancellationToken) is not { } bytes)
            return null;
        var file = reach.PathOf(EnvironmentFolder.DocumentName);
        var read = DocumentFile.Read<EnvironmentDocument>(bytes, file);
        return read.TryGet(out var document)
            ? document
            : throw new EnvironmentDamagedException(file, string.Join(' ', read.Problems.Select(x => x.Message)));
    }

    /// <summary>The gateway that runs now; null when none does.</summary>
    public static async Task<GatewayDocument?> FindGatewayAsync(
        this IEnvironmentReach reach, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reach);
        if (await reach.FindAsync(EnvironmentFolder.GatewayName, cancellationToken) is not { } bytes)
            return null;
        return DocumentFile.Read<GatewayDocument>(bytes, EnvironmentFolder.GatewayName).TryGet(out var gateway)
            && await reach.IsRunningAsync(gateway, cancellationToken)
            ? gateway
            : null;
    }

    /// <summary>A word that only the environment's owner can read; null where it is not there.</summary>
    public static async Task<string?> FindWordAsync(
        this IEnvironmentReach reach, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reach);
        return await reach.FindAsync(file, cancellationToken) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }
}
