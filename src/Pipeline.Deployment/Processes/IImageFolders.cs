using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Processes;

/// <summary>Turns an image into a folder that runs: its own layers, unpacked.</summary>
public interface IImageFolders
{
    /// <summary>
    /// Fills the empty folder, and says how its server is started. "{folder}" in the answer's arguments and variables stands
    /// for where the folder will be in the end; the answer's own folder is relative to it, "" for the folder itself.
    /// </summary>
    Task<ServerLaunch> UnpackAsync(ImageDigest image, string folder, CancellationToken cancellationToken);
}
