using System.Runtime.InteropServices;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Models;
using Pipeline.Packaging;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Layers;
using Pipeline.Packaging.Payloads;

namespace Pipeline.Targets.Delivery;

/// <summary>Makes the image of the model.</summary>
/// <param name="workspace">The model.</param>
/// <param name="servers">Publishes the server.</param>
/// <param name="source">What the image stands on.</param>
internal sealed class PackageStage(ModelWorkspace workspace, ServerBuild servers, IBaseSource source) : DeliveryStage(workspace)
{
    public const string BillFile = "bill-of-materials.json";

    private readonly ServerBuild _servers = servers;

    public override async Task<Stage> DescribeAsync(CancellationToken cancellationToken)
    {
        var inputs = await Workspace.InputsAsync(["package", "name"], Workspace.ModelFiles(), cancellationToken);
        var server = await _servers.ServerClosureAsync(cancellationToken);
        inputs["server"] = server.Sources;
        var resolved = await source.ResolveAsync(cancellationToken);
        // A base that cannot be had has nothing to compare: the work says what is wrong with it.
        if (resolved.TryGet(out var found))
        {
            foreach (var component in found.Components)
                inputs[$"base.{component.Name}"] = Digest.OfJson(component);
        }

        return new Stage
        {
            Name = "package",
            Inputs = inputs,
            Versions = new Dictionary<string, string>
            {
                ["sdk"] = server.Sdk,
                ["runtime"] = server.Runtime,
                ["processor"] = RuntimeInformation.OSArchitecture.ToString(),
            },
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
        var packager = new ImagePackager(source, new LayerCache(Workspace.LayerCacheFolder));
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
