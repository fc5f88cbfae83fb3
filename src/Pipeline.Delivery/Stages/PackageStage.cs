using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Stages;
using Pipeline.Delivery.Programs;
using Pipeline.Models;
using Pipeline.Onnx;
using Pipeline.Packaging;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Layers;
using Pipeline.Packaging.Images;

namespace Pipeline.Delivery.Stages;

/// <summary>Makes the image of the model.</summary>
/// <param name="workspace">The model.</param>
/// <param name="programs">Knows the server's version.</param>
/// <param name="source">What the image stands on.</param>
internal sealed class PackageStage(ModelWorkspace workspace, ProgramPackages programs, IBaseSource source)
    : DeliveryStage(DeliveryStep.Package, workspace)
{
    public const string BillFile = "bill-of-materials.json";

    private readonly ProgramPackages _programs = programs;

    protected override IReadOnlyList<string> Outputs =>
        [Path.Combine(Workspace.Artifacts.Image, "index.json"), Workspace.Artifacts.PathOf(BillFile)];

    protected override async Task AddAsync(StageInput input, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        switch (input)
        {
            case StageInput.ServerProgram:
                var server = await _programs.FindServerAsync(cancellationToken);
                fingerprint.Versions["server"] = server.Version;
                fingerprint.Versions["processor"] = server.Runtime;
                break;
            case StageInput.BaseImage:
                // A base that cannot be had has nothing to compare: the work says what is wrong with it.
                if ((await source.ResolveAsync(cancellationToken)).TryGet(out var found))
                {
                    foreach (var component in found.Components)
                        fingerprint.Inputs[$"base.{component.Name}"] = Digest.OfJson(component);
                }

                break;
            default:
                await base.AddAsync(input, fingerprint, cancellationToken);
                break;
        }
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var artifact = await ModelArtifact.ReadAsync(Workspace.Artifacts.Model, cancellationToken);
        var image = await new ImageMaker(Workspace, _programs, source)
            .MakeAsync(artifact, Workspace.Artifacts.Image, cancellationToken);
        await DocumentFile.WriteAsync(Workspace.Artifacts.PathOf(BillFile), image.BillOfMaterials, cancellationToken);
    }

    protected override async Task<StageOutcome> TellAsync(CancellationToken cancellationToken) =>
        new([new("Image", (await Workspace.ImageAsync(cancellationToken)).Value.Brief)]);
}

/// <summary>Makes images of a model, for whoever asks.</summary>
/// <param name="workspace">The model.</param>
/// <param name="programs">Fetches the server.</param>
/// <param name="source">What images stand on.</param>
internal sealed class ImageMaker(ModelWorkspace workspace, ProgramPackages programs, IBaseSource source)
{
    /// <param name="artifact">The model that is served.</param>
    /// <param name="layout">The folder that becomes the OCI layout.</param>
    /// <param name="cancellationToken">Leaves the old layout.</param>
    /// <exception cref="InvalidInputException">The machine has no base, or the server is for another processor.</exception>
    public async Task<PackagedImage> MakeAsync(ModelArtifact artifact, string layout, CancellationToken cancellationToken)
    {
        var published = await programs.FetchServerAsync(cancellationToken);
        var server = (await ServerFiles.ReadAsync(published, cancellationToken)).OrThrow();
        var packager = new ImagePackager(source, new LayerCache(workspace.LayerCacheFolder));
        return (await packager.PackageAsync(
            new PackageRequest
            {
                Model = workspace.Name,
                Server = server,
                ModelFiles = artifact.Files,
                Flavor = new FlavorNeeds(
                    OnnxFlavor.Packages, OnnxFlavor.Variables, artifact.Signature.Flavor == OnnxFlavor.FlavorName),
                Extensions = workspace.Parts.IsOfTheBuild(artifact.Signature)
                    ? null
                    : await workspace.Parts.FindFolderAsync(cancellationToken),
                Layout = layout,
            },
            cancellationToken)).OrThrow();
    }
}
