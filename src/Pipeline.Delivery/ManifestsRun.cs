using Pipeline.Core.Artifacts;
using Pipeline.Kubernetes;

namespace Pipeline.Delivery;

/// <summary>Writes the packaged image and its environments as files that others apply.</summary>
internal sealed class ManifestsRun(DeliveryContext context)
{
    /// <summary>Within the artifacts of the model; a folder for each environment.</summary>
    public const string Folder = "manifests";

    private readonly ModelWorkspace _workspace = context.Workspace;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var file = await EnvironmentsFile.ReadAsync(context.Request, cancellationToken);
        var version = await context.FindVersionAsync(cancellationToken);
        var image = await _workspace.ImageAsync(cancellationToken);
        var facts = new List<KeyValuePair<string, string>>();
        foreach (var environment in file.SelectWithManifests(context.Request.Environment))
        {
            var folder = _workspace.Artifacts.PathOf(Path.Combine(Folder, environment));
            var release = new ReleasedModel
            {
                Project = file.Project,
                Environment = environment,
                Model = _workspace.Name,
                Version = version,
                Image = image,
                Layout = _workspace.Relative(_workspace.Artifacts.Image),
                Folder = _workspace.Relative(folder),
                Spec = file.Spec(environment),
                Manifests = file.Manifests[environment],
                Log = file.Retention.Predictions,
            };
            foreach (var manifest in ReleaseManifests.All(release))
            {
                var path = Path.Combine(folder, manifest.FileName);
                await AtomicFile.WriteTextAsync(path, manifest.Text, cancellationToken);
                context.Face.Write([
                    $"{_workspace.Relative(path)} leaves out",
                    .. manifest.LeftOut.Select(clause => $"  {clause}"),
                ]);
            }

            facts.Add(new(environment, _workspace.Relative(folder)));
        }

        context.Face.Sum([new("Version", $"{version}"), new("Image", image.Value.Brief), .. facts]);
    }
}
