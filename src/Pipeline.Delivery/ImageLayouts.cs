using Pipeline.Core.Identity;
using Pipeline.Delivery.Programs;
using Pipeline.Deployment.Rollouts;
using Pipeline.Packaging;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Images;
using Pipeline.Packaging.Layers;

namespace Pipeline.Delivery;

/// <summary>The packaged image of a model, and the image of the gateway, for engines that load them.</summary>
/// <param name="place">Where the model's image is.</param>
/// <param name="programs">Fetches the gateway.</param>
internal sealed class ImageLayouts(ModelPlace place, ProgramPackages programs) : IImageLayouts
{
    private const string Gateway = "gateway";
    private const string StateFolder = "state";

    public async Task<string?> FindAsync(ImageDigest image, CancellationToken cancellationToken)
    {
        var layout = place.Artifacts.Image;
        return Directory.Exists(layout) && (await ImageIdentity.ReadAsync(layout, cancellationToken)).Digest == image
            ? layout
            : null;
    }

    /// <summary>Its layers are cached with those of models, so that making it again is quick.</summary>
    public async Task<string> MakeGatewayAsync(CancellationToken cancellationToken)
    {
        var layout = Path.Combine(place.TemporaryFolder, "images", Gateway);
        var published = await programs.FetchGatewayAsync(cancellationToken);
        var program = (await ServerFiles.ReadAsync(published, cancellationToken)).OrThrow();
        var packager = new ImagePackager(
            new HostLibraries(HostSystem.Current, new DebianPackages()), new LayerCache(place.LayerCacheFolder));
        await packager.PackageAsync(new ProgramRequest(Gateway, program, StateFolder, layout), cancellationToken);
        return layout;
    }
}
