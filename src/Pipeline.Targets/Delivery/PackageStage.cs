using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Models;
using Pipeline.Core.Stages;
using Pipeline.Packaging;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Layers;
using Pipeline.Packaging.Payloads;

namespace Pipeline.Targets.Delivery;

/// <summary>Makes the image of the model.</summary>
internal sealed class PackageStage(ModelWorkspace workspace, ServerBuild servers) : DeliveryStage(workspace)
{
    public const string BillFile = "bill-of-materials.json";

    private readonly ServerBuild _servers = servers;

    protected override async Task<Stage> DescribeAsync(CancellationToken cancellationToken)
    {
        var inputs = await Workspace.InputsAsync(["package", "name"], Workspace.ModelFiles(), cancellationToken);
        inputs["server"] = await _servers.ServerDigestAsync(cancellationToken);
        return new Stage
        {
            Name = "package",
            Inputs = inputs,
            Outputs =
            [
                Workspace.Relative(Path.Combine(Workspace.Artifacts.Image, "index.json")),
                Workspace.Relative(Workspace.Artifacts.PathOf(BillFile)),
            ],
        };
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var published = await _servers.PublishServerAsync(cancellationToken);
        var server = (await ServingPayload.ReadAsync(published, cancellationToken)).OrThrow();
        var payload = await ModelPayload.ReadAsync(Workspace.Artifacts.Model, cancellationToken);
        var packager = new ImagePackager(
            new HostLibraries(HostSystem.Current, new DebianPackages()), new LayerCache(Workspace.LayerCacheFolder));
        var image = (await packager.PackageAsync(
            new PackageRequest
            {
                Model = Workspace.Name,
                Server = server,
                ModelFiles = payload.Files,
                Layout = Workspace.Artifacts.Image,
            },
            cancellationToken)).OrThrow();
        await DocumentFile.WriteAsync(Workspace.Artifacts.PathOf(BillFile), image.BillOfMaterials, cancellationToken);
    }

    protected override async Task<StageOutcome> TellAsync(CancellationToken cancellationToken) =>
        new([new("Image", (await Workspace.ImageAsync(cancellationToken)).Value.Brief)]);
}
