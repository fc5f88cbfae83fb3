using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Down;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Processes;

/// <summary>Runs images as processes of this machine: unpacked once by digest, started and watched by the gateway.</summary>
public sealed class ProcessEngine : IEngine
{
    public const string EngineName = "process";

    public string Name => EngineName;

    public IEngineSite Open(EnvironmentSite site, EngineSupplies supplies)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(supplies);
        return new ProcessSite(site, supplies);
    }
}

internal sealed class ProcessSite : IEngineSite
{
    private const string Root = "root";
    private const string Launch = "launch.json";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly EnvironmentFolder _folder;
    private readonly IImageFolders _images;
    private readonly TimeProvider _clock;
    private readonly GatewayClient _client;
    private readonly GatewayLauncher _launcher;

    public ProcessSite(EnvironmentSite site, EngineSupplies supplies)
    {
        (_folder, _images, _clock) = (site.Folder, supplies.Images, supplies.Clock);
        Reach = new LocalReach(_folder);
        _client = new GatewayClient(Reach, _clock);
        _launcher = new GatewayLauncher(site, supplies.Gateway, _client);
    }

    public string Name => ProcessEngine.EngineName;

    public IEnvironmentReach Reach { get; }

    public void Dispose() => _client.Dispose();

    public Task EnsureGatewayAsync(GatewayAddress address, CancellationToken cancellationToken) =>
        _launcher.EnsureAsync(address, cancellationToken);

    public Task EnsureGatewayAsBeforeAsync(CancellationToken cancellationToken) =>
        _launcher.EnsureAsBeforeAsync(cancellationToken);

    public async Task RemoveAsync(GatewayDocument? asked, CancellationToken cancellationToken)
    {
        if (asked is null)
            await _launcher.TakeDownAsync(cancellationToken);
        else
            await WaitForEndAsync(asked, cancellationToken);
        foreach (var path in new[] { _folder.Images, _folder.Programs, _folder.Logs }.Where(Directory.Exists))
            Directory.Delete(path, recursive: true);
        File.Delete(_folder.Gateway);
        File.Delete(_folder.Token);
        File.Delete(_folder.Secret);
    }

    public Task<IReadOnlyList<string>> ReadLogAsync(int? revision, int lines, CancellationToken cancellationToken) =>
        LogTail.ReadAsync(revision is { } number ? _folder.LogOf(number) : _folder.GatewayLog, lines, cancellationToken);

    /// <summary>The rename makes the image appear as a whole: one whose unpacking was interrupted is unpacked anew.</summary>
    public async Task<EnvironmentChange.Register> PrepareAsync(ImageDigest image, CancellationToken cancellationToken)
    {
        var home = HomeOf(image);
        if (!Directory.Exists(home))
            await UnpackAsync(image, home, cancellationToken);
        var launch = JsonSerializer.Deserialize<ServerLaunch>(
            await File.ReadAllBytesAsync(Path.Combine(home, Launch), cancellationToken), DocumentJson.Options)!;
        return new EnvironmentChange.Register(image, 0) { Launch = _images.Complete(launch) };
    }

    public Task<string?> FindGoneAsync(Revision revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return Task.FromResult(revision.Launch is { } launch && Directory.Exists(launch.Folder)
            ? null
            : $"its image {revision.Image.Value.Brief} is no longer in '{_folder.Images}'");
    }

    private string HomeOf(ImageDigest image) => Path.Combine(_folder.Images, image.Value.Hex);

    private async Task WaitForEndAsync(GatewayDocument gateway, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        foreach (var process in new[] { gateway.Process, gateway.Watcher }.OfType<ProcessIdentity>())
        {
            while (process.IsRunning)
            {
                if (_clock.GetElapsedTime(began) > Longest)
                    throw new EnvironmentNotDownException(Reach.Place, process.ToString());
                await Task.Delay(LookEvery, _clock, cancellationToken);
            }
        }
    }

    private async Task UnpackAsync(ImageDigest image, string home, CancellationToken cancellationToken)
    {
        var draft = home + ".partial";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        Directory.CreateDirectory(Path.Combine(draft, Root));
        var launch = await _images.UnpackAsync(image, Path.Combine(draft, Root), cancellationToken);
        var settled = JsonSerializer.SerializeToUtf8Bytes(Settle(launch, Path.Combine(home, Root)), DocumentJson.Options);
        await AtomicFile.WriteAsync(Path.Combine(draft, Launch), settled, cancellationToken);
        Directory.Move(draft, home);
    }

    private static ServerLaunch Settle(ServerLaunch launch, string root) => launch with
    {
        Folder = launch.Folder.Length == 0 ? root : ContainedPath.Resolve(root, launch.Folder),
        Arguments = [.. launch.Arguments.Select(x => Fill(x, root))],
        Variables = launch.Variables.ToDictionary(x => x.Key, x => Fill(x.Value, root)),
    };

    private static string Fill(string text, string root) => text.Replace("{folder}", root, StringComparison.Ordinal);
}

/// <summary>Turns an image into a folder that runs: its own layers, unpacked.</summary>
public interface IImageFolders
{
    /// <summary>
    /// Fills the empty folder, and says how its server is started. "{folder}" in the answer's arguments and variables stands
    /// for where the folder will be in the end; the answer's own folder is relative to it, "" for the folder itself.
    /// </summary>
    Task<ServerLaunch> UnpackAsync(ImageDigest image, string folder, CancellationToken cancellationToken);

    /// <summary>
    /// Adds what a server is told that is not of its image, at each deployment: an image may have been unpacked long before.
    /// Nothing by default.
    /// </summary>
    ServerLaunch Complete(ServerLaunch launch) => launch;
}
