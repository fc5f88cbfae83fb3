using System.IO.Compression;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;

namespace Pipeline.Packaging.Layers;

/// <summary>
/// Compressed layers by the digest of their archive. A layer is compressed once: another version of the compressor might write
/// other bytes for the same content, and the image would have another digest.
/// </summary>
/// <param name="folder">Made where needed. It may be deleted at any time, and several processes may use it.</param>
/// <param name="clock">Dates the last use of a layer; the system's unless given.</param>
public sealed class LayerCache(string folder, TimeProvider? clock = null)
{
    private const string Extension = ".tar.gz";
    private const int HexLength = 64;

    /// <summary>Reads every entry, and compresses the archive when it is not here yet.</summary>
    /// <exception cref="IOException">A file changed while it was read.</exception>
    public async Task<CachedLayer> AddAsync(IReadOnlyCollection<LayerEntry> entries, CancellationToken cancellationToken)
    {
        var diffId = await DiffIdAsync(entries, cancellationToken);
        return await FindAsync(diffId, cancellationToken) ?? await CompressAsync(entries, diffId, cancellationToken);
    }

    /// <summary>Of the archive that these entries make.</summary>
    internal static async Task<Digest> DiffIdAsync(IEnumerable<LayerEntry> entries, CancellationToken cancellationToken)
    {
        await using var stream = new HashingStream(Stream.Null);
        await LayerTar.WriteAsync(entries, stream, cancellationToken);
        return stream.Digest;
    }

    /// <summary>The file's name holds the digest of its bytes; one that was damaged since is passed over.</summary>
    private async Task<CachedLayer?> FindAsync(Digest diffId, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return null;
        foreach (var file in Directory.EnumerateFiles(folder, $"{diffId.Hex}-*{Extension}").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file)[..^Extension.Length];
            if (Digest.TryParse($"sha256:{name[(HexLength + 1)..]}", null, out var digest)
                && LastUse.TryRenew(file, clock ?? TimeProvider.System)
                && await Digest.OfFileAsync(file, cancellationToken) == digest)
            {
                return new CachedLayer(diffId, digest, file, IsReused: true);
            }
        }

        return null;
    }

    private async Task<CachedLayer> CompressAsync(
        IReadOnlyCollection<LayerEntry> entries, Digest diffId, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(folder, diffId.Hex);
        var (written, digest) = (default(Digest), default(Digest));
        await AtomicFile.WriteAsync(
            draft,
            async (stream, token) => (written, digest) = await CompressAsync(entries, stream, token),
            cancellationToken);
        if (written != diffId)
            throw new IOException("Files changed while a layer was made of them; package again.");
        var file = $"{draft}-{digest.Hex}{Extension}";
        File.Move(draft, file, overwrite: true);
        FolderSync.Flush(folder);
        return new CachedLayer(diffId, digest, file, IsReused: false);
    }

    private static async Task<(Digest DiffId, Digest Digest)> CompressAsync(
        IEnumerable<LayerEntry> entries, Stream stream, CancellationToken cancellationToken)
    {
        await using var compressed = new HashingStream(stream);
        var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true);
        await using var archive = new HashingStream(gzip);
        await using (gzip)
            await LayerTar.WriteAsync(entries, archive, cancellationToken);
        return (archive.Digest, compressed.Digest);
    }
}

/// <summary>A compressed layer in a cache.</summary>
/// <param name="DiffId">Of the archive.</param>
/// <param name="Digest">Of the compressed archive: the blob's name in an image.</param>
/// <param name="File">Where it lies.</param>
/// <param name="IsReused">It was there already.</param>
public sealed record CachedLayer(Digest DiffId, Digest Digest, string File, bool IsReused);
