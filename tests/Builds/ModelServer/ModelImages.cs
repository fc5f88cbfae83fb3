using Pipeline.Core.Identity;
using Pipeline.Deployment.Processes;
using Pipeline.Environments;

namespace Pipeline.ModelServer;

/// <summary>Images that are nothing but the habits of a model server.</summary>
/// <param name="output">Where all projects are built to.</param>
/// <param name="configuration">Of the server, as its folder is called.</param>
internal sealed class ModelImages(string output, string configuration = "debug") : IImageFolders
{
    private readonly Dictionary<ImageDigest, string[]> _habits = [];

    public ImageDigest Of(params string[] habits)
    {
        var image = new ImageDigest(Digest.OfText(string.Join(' ', habits)));
        _habits[image] = habits;
        return image;
    }

    public async Task<ServerLaunch> UnpackAsync(ImageDigest image, string folder, CancellationToken cancellationToken)
    {
        await File.WriteAllLinesAsync(Path.Combine(folder, "habits"), _habits[image], cancellationToken);
        return new ServerLaunch
        {
            Folder = "",
            Command = Path.Combine(output, "ModelServer", configuration, "ModelServer"),
            Arguments = ["--port", "0", "--announce", "{announce}", .. _habits[image]],
        };
    }
}
