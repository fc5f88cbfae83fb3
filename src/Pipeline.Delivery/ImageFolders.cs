using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Delivery.Stages;
using Pipeline.Deployment.Probes;
using Pipeline.Deployment.Processes;
using Pipeline.Environments;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Onnx;
using Pipeline.Packaging.Layers;

namespace Pipeline.Delivery;

/// <summary>Turns an image of this model's layout into a folder that the process engine runs.</summary>
/// <param name="place">Where the image is.</param>
/// <param name="version">Of the model in it; null where nobody said.</param>
/// <param name="log">What its server keeps the prediction log to.</param>
internal sealed class ImageFolders(ModelPlace place, ModelVersion? version, RetentionLimits log) : IImageFolders
{
    private static readonly TimeSpan Always = TimeSpan.FromDays(36_500);

    /// <summary>Where the layers are, below the folder.</summary>
    public const string Unpacked = "image";

    public async Task<ServerLaunch> UnpackAsync(ImageDigest image, string folder, CancellationToken cancellationToken)
    {
        await new LayerExtractor(new ExtractionLimits())
            .ExtractAsync(place.Artifacts.Image, image, Path.Combine(folder, Unpacked), cancellationToken);
        await KeepLearnedAsync(folder, cancellationToken);
        return new ServerLaunch
        {
            Folder = "",
            Command = $"{Unpacked}/app/Pipeline.Serving",
            Arguments =
            [
                "--model", $"{{folder}}/{Unpacked}/model",
                "--name", $"{place.Name}",
                .. version is null ? [] : new[] { "--version", $"{version}" },
                "--environment", "{environment}",
                "--revision", "{revision}",
                "--address", "127.0.0.1:0",
                "--announce", "{announce}",
                "--log", "{state}/predictions",
            ],
            Variables = await VariablesAsync(folder, cancellationToken),
        };
    }

    private static async Task<Dictionary<string, string>> VariablesAsync(string folder, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string> { [ServerLaunch.SecretVariable] = "{secret}" };
        var artifact = await ModelArtifact.ReadAsync(Path.Combine(folder, LiveModel.ModelFolder), cancellationToken);
        foreach (var (name, value) in artifact.Signature.Flavor == OnnxFlavor.FlavorName ? OnnxFlavor.Variables : variables)
            variables[name] = value;
        return variables;
    }

    /// <summary>
    /// The limits of the prediction log, as environments.yml has them now. An image that an earlier toolkit has unpacked has its
    /// own; the server takes the last of two.
    /// </summary>
    public ServerLaunch Complete(ServerLaunch launch) => launch with
    {
        Arguments =
        [
            .. launch.Arguments,
            "--log-keep-bytes", string.Create(CultureInfo.InvariantCulture, $"{log.AtMost?.Bytes ?? long.MaxValue}"),
            "--log-keep-hours", string.Create(
                CultureInfo.InvariantCulture, $"{Math.Ceiling((log.OlderThan ?? Always).TotalHours)}"),
        ],
    };

    /// <summary>
    /// Puts the rows that the model learned from beside it, as identities only, so that a clone whose registry does not know the
    /// model can still compare with it fairly; and its reference rows, which a later rollback probes it with.
    /// </summary>
    private async Task KeepLearnedAsync(string folder, CancellationToken cancellationToken)
    {
        var read = await DocumentFile.ReadAsync<RunDocument>(place.Artifacts.Run, cancellationToken);
        if (!read.TryGet(out var run) || !File.Exists(place.Artifacts.Learned))
            return;
        var artifact = await ModelArtifact.ReadAsync(Path.Combine(folder, LiveModel.ModelFolder), cancellationToken);
        if (artifact.Digest == run.Model && await Digest.OfFileAsync(place.Artifacts.Learned, cancellationToken) == run.Learned)
        {
            File.Copy(place.Artifacts.Learned, Path.Combine(folder, LiveModel.LearnedFile));
            if (File.Exists(place.Artifacts.PathOf(EvaluateStage.ReferenceRowsFile)))
                File.Copy(place.Artifacts.PathOf(EvaluateStage.ReferenceRowsFile), Path.Combine(folder, KeptRows.FileName));
        }
    }
}
