using System.Diagnostics;

namespace Pipeline.Packaging.Layers;

/// <summary>A layer as an archive: the same entries give the same bytes, in whatever order they are given.</summary>
public static class LayerTar
{
    private const int EndBlocks = 2;

    /// <summary>Folders that entries lie in are added where they are not given.</summary>
    /// <exception cref="ArgumentException">A path occurs twice.</exception>
    /// <exception cref="IOException">A file changed its size while it was read.</exception>
    public static async Task WriteAsync(IEnumerable<LayerEntry> entries, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (var entry in Complete(entries))
            await WriteAsync(entry, stream, cancellationToken);
        await stream.WriteAsync(new byte[EndBlocks * TarHeader.BlockSize], cancellationToken);
    }

    private static IEnumerable<LayerEntry> Complete(IEnumerable<LayerEntry> entries)
    {
        var byPath = new SortedDictionary<string, LayerEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!byPath.TryAdd(entry.Path, entry))
                throw new ArgumentException($"A layer holds '{entry.Path}' twice.", nameof(entries));
        }

        foreach (var folder in byPath.Keys.SelectMany(Parents).Distinct().ToList())
        {
            if (byPath.TryAdd(folder, new LayerEntry.Folder(folder)) || byPath[folder] is LayerEntry.Folder)
                continue;
            throw new ArgumentException($"A layer holds '{folder}' as a file and as a folder.", nameof(entries));
        }

        return byPath.Values;
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
            yield return path[..end];
    }

    private static Task WriteAsync(LayerEntry entry, Stream stream, CancellationToken cancellationToken) => entry switch
    {
        LayerEntry.Folder folder => stream.WriteAsync(Header(folder), cancellationToken).AsTask(),
        LayerEntry.Copy copy => WriteCopyAsync(copy, stream, cancellationToken),
        LayerEntry.Bytes bytes => WriteBytesAsync(bytes, stream, cancellationToken),
        _ => throw new UnreachableException(),
    };

    private static async Task WriteCopyAsync(LayerEntry.Copy entry, Stream stream, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(entry.Source);
        var size = file.Length;
        await stream.WriteAsync(Header(entry, size), cancellationToken);
        await file.CopyToAsync(stream, cancellationToken);
        if (file.Position != size)
            throw new IOException($"'{entry.Source}' changed its size while a layer was made of it; package again.");
        await stream.WriteAsync(new byte[TarHeader.Padding(size)], cancellationToken);
    }

    private static async Task WriteBytesAsync(LayerEntry.Bytes entry, Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Header(entry, entry.Content.Length), cancellationToken);
        await stream.WriteAsync(entry.Content, cancellationToken);
        await stream.WriteAsync(new byte[TarHeader.Padding(entry.Content.Length)], cancellationToken);
    }

    private static byte[] Header(LayerEntry.Folder folder) =>
        TarHeader.Of(new TarItem(folder.Path + '/', TarHeader.Directory, 0, folder.Mode, folder.Owner));

    private static byte[] Header(LayerEntry entry, long size) =>
        TarHeader.Of(new TarItem(entry.Path, TarHeader.RegularFile, size, entry.Mode, 0));
}
