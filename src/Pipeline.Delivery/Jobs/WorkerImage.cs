using Pipeline.Delivery.Programs;
using Pipeline.Packaging;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Images;
using Pipeline.Packaging.Layers;

namespace Pipeline.Delivery.Jobs;

/// <summary>The image that jobs of a model run in: the worker, and the team's library where the manifest names one.</summary>
/// <param name="workspace">The model.</param>
/// <param name="programs">Fetches the worker.</param>
internal sealed class WorkerImage(ModelWorkspace workspace, ProgramPackages programs)
{
    private const string Worker = "worker";

    /// <summary>What LightGBM is linked against; a machine without it trains by all others.</summary>
    private const string OpenMp = "libgomp.so.1";

    /// <returns>The folder of the layout. Its layers are cached with those of models, so that making it again is quick.</returns>
    public async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var published = await programs.FetchWorkerAsync(cancellationToken);
        var program = (await ServerFiles.ReadAsync(published, cancellationToken)).OrThrow();
        var source = new HostLibraries(HostSystem.Current, new DebianPackages()) { IfThere = [OpenMp] };
        var layout = Path.Combine(workspace.Place.TemporaryFolder, "images", $"{Worker}.{workspace.Name}");
        var request = new ProgramRequest(Worker, program, "work", layout)
        {
            Extensions = await workspace.Parts.FindFolderAsync(cancellationToken),
        };
        (await new ImagePackager(source, new LayerCache(workspace.LayerCacheFolder))
            .PackageAsync(request, cancellationToken)).OrThrow();
        return layout;
    }
}
