using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;

namespace Pipeline.Deployment.Processes;

/// <summary>Runs images as processes of this machine: unpacked once by digest, started and watched by the gateway.</summary>
public sealed class ProcessEngine : IEngine
{
    public const string EngineName = "process";

    public string Name => EngineName;

    public IEngineSite Open(EnvironmentFolder folder, IImageFolders images) => new ProcessSite(folder, images);
}

internal sealed class ProcessSite(EnvironmentFolder folder, IImageFolders images) : IEngineSite
{
    private const string Root = "root";
    private const string Launch = "launch.json";

    /// <summary>The rename makes the image appear as a whole: one whose unpacking was interrupted is unpacked anew.</summary>
    public async Task<EnvironmentChange.Register> PrepareAsync(ImageDigest image, CancellationToken cancellationToken)
    {
        var home = HomeOf(image);
        if (!Directory.Exists(home))
            await UnpackAsync(image, home, cancellationToken);
        var launch = JsonSerializer.Deserialize<ServerLaunch>(
            await File.ReadAllBytesAsync(Path.Combine(home, Launch), cancellationToken), DocumentJson.Options)!;
        return new EnvironmentChange.Register(image, 0) { Launch = images.Complete(launch) };
    }

    public string? GoneBecause(Revision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return revision.Launch is { } launch && Directory.Exists(launch.Folder)
            ? null
            : $"its image {revision.Image.Value.Brief} is no longer in '{folder.Images}'";
    }

    private string HomeOf(ImageDigest image) => Path.Combine(folder.Images, image.Value.Hex);

    private async Task UnpackAsync(ImageDigest image, string home, CancellationToken cancellationToken)
    {
        var draft = home + ".partial";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        Directory.CreateDirectory(Path.Combine(draft, Root));
        var launch = await images.UnpackAsync(image, Path.Combine(draft, Root), cancellationToken);
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
