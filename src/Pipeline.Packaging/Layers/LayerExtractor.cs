using System.Formats.Tar;
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

    /// <summary>Packages that the server uses for models of one flavor alone.</summary>
    Flavor,

    /// <summary>The server's own assemblies.</summary>
    App,

    /// <summary>The team's own assemblies.</summary>
    Extensions,

    /// <summary>The model and its signature.</summary>
    Model,
}

/// <summary>The folder that the layers of one image are unpacked to, and what they have used of their limits.</summary>
internal sealed class LayerTarget
{
    private const string Whiteout = ".wh.";
    private const int BufferSize = 1 << 16;
    private const UnixFileMode Writable = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;
    private readonly string _image;
    private readonly ExtractionLimits _limits;
    private long _bytes;
    private int _entries;

    public LayerTarget(string folder, string image, ExtractionLimits limits)
    {
        (_folder, _image, _limits) = (folder, image, limits);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Reads the archive to its very end, so that the digest of all of it is known.</summary>
    public async Task WriteAsync(Stream archive, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = new TarReader(archive, leaveOpen: true);
            while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
                await WriteAsync(entry, cancellationToken);
            await DrainAsync(archive, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new UnreadableImageException(_image, "a layer is not an archive", exception);
        }
    }

    private async Task WriteAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (++_entries > _limits.MostEntries)
            throw Refuse($"it holds more than {_limits.MostEntries} files and folders");
        var path = PathOf(entry);
        if (entry.EntryType == TarEntryType.Directory)
            CreateFolder(path, entry.Name);
        else
            await WriteFileAsync(entry, path, cancellationToken);
    }

    private string PathOf(TarEntry entry)
    {
        if (entry.EntryType is not (TarEntryType.Directory or TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            throw Refuse($"'{entry.Name}' is neither a file nor a folder, and links and devices are not unpacked");
        if (entry.Name.Length > _limits.LongestPath)
            throw Refuse($"a path in it has more than {_limits.LongestPath} characters");
        if (entry.Name.Split('/').Any(x => x.StartsWith(Whiteout, StringComparison.Ordinal)))
            throw Refuse($"'{entry.Name}' deletes a file of a layer below, which no layer of ours does");
        return ContainedPath.TryResolve(_folder, entry.Name.TrimEnd('/'), out var path, out var reason)
            ? path
            : throw Refuse(reason.TrimEnd('.'));
    }

    private void CreateFolder(string path, string name)
    {
        if (File.Exists(path))
            throw Refuse($"'{name}' is a file in one layer and a folder in another");
        Directory.CreateDirectory(path);
    }

    private async Task WriteFileAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        if (entry.Length > _limits.MostBytes - _bytes)
            throw Refuse($"it unpacks to more than {_limits.MostBytes} bytes");
        _bytes += entry.Length;
        if (File.Exists(path) || Directory.Exists(path))
            throw Refuse($"'{entry.Name}' is in it twice");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, Options(entry));
        if (entry.DataStream is { } content)
            await content.CopyToAsync(file, cancellationToken);
    }

    private static FileStreamOptions Options(TarEntry entry)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Writable | (entry.Mode & UnixFileMode.UserExecute);
        return options;
    }

    /// <summary>What follows the end of an archive is padding, of which no writer needs more than this.</summary>
    private async Task DrainAsync(Stream archive, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        if (await archive.ReadAtLeastAsync(buffer, BufferSize, throwOnEndOfStream: false, cancellationToken) == BufferSize)
            throw Refuse("bytes follow the end of a layer's archive");
    }

    private UnreadableImageException Refuse(string reason) => new(_image, reason);
}

/// <summary>What an image may unpack to.</summary>
public sealed record ExtractionLimits
{
    /// <summary>Of all files together; 4 GiB unless told.</summary>
    public long MostBytes { get; init; } = 4L << 30;

    /// <summary>Files and folders of all layers together; 20,000 unless told.</summary>
    public int MostEntries { get; init; } = 20_000;

    /// <summary>Of a path, in characters; 1,024 unless told.</summary>
    public int LongestPath { get; init; } = 1024;
}
