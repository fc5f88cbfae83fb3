using System.IO.Compression;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;
using Pipeline.Packaging.Images;

namespace Pipeline.Packaging.Layers;

/// <summary>
/// Unpacks an image for an engine that runs processes: every layer but the base, whose libraries the machine has. Nothing is
/// believed: each blob must have its digest, each archive its diff id, and an archive may hold files and folders below the target
/// and nothing else.
/// </summary>
public sealed class LayerExtractor(ExtractionLimits limits)
{
    /// <summary>
    /// Makes the folder, complete and on the disk or not at all, also when the power fails; one that exists already is taken for
    /// complete.
    /// </summary>
    /// <param name="layout">The folder of an OCI layout that holds the image.</param>
    /// <param name="image">Which image.</param>
    /// <param name="folder">Named after the image, so that it never has to change.</param>
    /// <param name="cancellationToken">Leaves nothing behind.</param>
    /// <exception cref="UnreadableImageException">A blob is missing or damaged, or an archive holds what it must not.</exception>
    public async Task ExtractAsync(string layout, ImageDigest image, string folder, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(folder);
        if (Directory.Exists(target))
            return;
        var parent = Path.GetDirectoryName(target)!;
        var draft = Path.Combine(parent, $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
        FolderSync.Create(parent);
        Delete(draft);
        try
        {
            await ExtractAsync(new ImageLayout(layout), image, new LayerTarget(draft, layout, limits), cancellationToken);
            // The folder's name says that all of it is there, and nobody reads the files again to find out.
            FolderSync.FlushTree(draft);
            Directory.Move(draft, target);
            FolderSync.Flush(parent);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another process has made the same folder of the same image in the meantime.
        }
        finally
        {
            Delete(draft);
        }
    }

    private static async Task ExtractAsync(
        ImageLayout layout, ImageDigest image, LayerTarget target, CancellationToken cancellationToken)
    {
        var manifest = await layout.ReadAsync<OciManifest>(image.Value, cancellationToken);
        var config = await layout.ReadAsync<OciConfig>(manifest.Config.Digest, cancellationToken);
        if (manifest.Layers.Count != config.Rootfs.DiffIds.Count)
            throw new UnreadableImageException(layout.Folder, "it has not as many layers as its configuration says");
        foreach (var (blob, diffId) in manifest.Layers.Zip(config.Rootfs.DiffIds).Where(x => !IsBase(x.First)))
            await ExtractAsync(layout, new Part(blob, diffId), target, cancellationToken);
    }

    private static async Task ExtractAsync(
        ImageLayout layout, Part part, LayerTarget target, CancellationToken cancellationToken)
    {
        if (!await layout.HasAsync(part.Blob.Digest, cancellationToken))
            throw new UnreadableImageException(layout.Folder, $"the layer {part.Blob.Digest.Brief} is damaged or not there");
        await using var file = File.OpenRead(layout.PathOf(part.Blob.Digest));
        await using Stream content = part.Blob.MediaType switch
        {
            MediaTypes.Layer => file,
            MediaTypes.CompressedLayer => new GZipStream(file, CompressionMode.Decompress),
            _ => throw new UnreadableImageException(layout.Folder, $"the form '{part.Blob.MediaType}' of a layer is not known"),
        };
        await using var archive = new HashingStream(content);
        await target.WriteAsync(archive, cancellationToken);
        if (archive.Digest != part.DiffId)
            throw new UnreadableImageException(layout.Folder, $"the layer {part.Blob.Digest.Brief} is not the one configured");
    }

    private static bool IsBase(OciDescriptor blob) =>
        blob.Annotations?.GetValueOrDefault(MediaTypes.KindAnnotation) == MediaTypes.Word(LayerKind.Base);

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private sealed record Part(OciDescriptor Blob, Digest DiffId);
}

/// <summary>What a layer holds, in the order of an image: what changes most often comes last.</summary>
public enum LayerKind
{
    /// <summary>The loader and the C libraries.</summary>
    Base,

    /// <summary>.NET and the packages that the server uses.</summary>
    Runtime,

    /// <summary>The server's own assemblies.</summary>
    App,

    /// <summary>The team's own assemblies.</summary>
    Extensions,

    /// <summary>The model and its signature.</summary>
    Model,
}
