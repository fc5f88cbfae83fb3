using Pipeline.Core.Environments;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Processes;
using Pipeline.Packaging.Layers;

namespace Pipeline.Targets.Delivery;

/// <summary>Turns an image of this model's layout into a folder that the process engine runs.</summary>
internal sealed class ImageFolders(string layout, ModelName model, ModelVersion? version) : IImageFolders
{
    private const string Unpacked = "image";

    public async Task<ServerLaunch> UnpackAsync(ImageDigest image, string folder, CancellationToken cancellationToken)
    {
        await new LayerExtractor(new ExtractionLimits())
            .ExtractAsync(layout, image, Path.Combine(folder, Unpacked), cancellationToken);
        return new ServerLaunch
        {
            Folder = "",
            Command = $"{Unpacked}/app/Pipeline.Serving",
            Arguments =
            [
                "--model", $"{{folder}}/{Unpacked}/model",
                "--name", $"{model}",
                .. version is null ? [] : new[] { "--version", $"{version}" },
                "--environment", "{environment}",
                "--revision", "{revision}",
                "--address", "127.0.0.1:{port}",
                "--log", "{state}/predictions",
            ],
        };
    }
}
