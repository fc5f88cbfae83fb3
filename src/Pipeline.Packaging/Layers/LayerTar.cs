using System.Diagnostics;
using System.Text;

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

/// <summary>A file or a folder of a layer. Times are not part of it: every entry of every layer has the same.</summary>
public abstract record LayerEntry
{
    internal const int FileMode = 0x1A4;
    internal const int ProgramMode = 0x1ED;
    internal const int FolderMode = 0x1ED;

    private LayerEntry(string path, int mode) => (Path, Mode) = (Checked(path), mode);

    /// <summary>From the image's root, with '/' and without one at either end.</summary>
    public string Path { get; }

    /// <summary>The nine bits of permission, and the sticky bit.</summary>
    public int Mode { get; }

    private static string Checked(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var parts = path.Split('/');
        return parts.All(x => x.Length > 0 && x is not ("." or "..")) && !path.Any(char.IsControl)
            ? path
            : throw new ArgumentException($"'{path}' is not the path of an entry of a layer.", nameof(path));
    }

    public sealed record Folder : LayerEntry
    {
        /// <param name="path">As <see cref="LayerEntry.Path"/>.</param>
        /// <param name="mode">Usually 0755.</param>
        /// <param name="owner">The number of a user and of its group; 0 is root.</param>
        public Folder(string path, int mode = FolderMode, int owner = 0)
            : base(path, mode) => Owner = owner;

        public int Owner { get; }
    }

    /// <summary>A file of this machine, read when the layer is made.</summary>
    public sealed record Copy : LayerEntry
    {
        public Copy(string path, string source, int mode = FileMode)
            : base(path, mode) => Source = source;

        public string Source { get; }
    }

    public sealed record Bytes : LayerEntry
    {
        public Bytes(string path, ReadOnlyMemory<byte> content)
            : base(path, FileMode) => Content = content;

        public ReadOnlyMemory<byte> Content { get; }
    }
}

/// <summary>
/// Headers of tar archives as POSIX.1-2001 has them: ustar, with a pax header before a path that ustar cannot hold. They say
/// nothing but path, kind, size, mode and owner; the time is always the beginning of 1970.
/// </summary>
internal static class TarHeader
{
    public const int BlockSize = 512;

    private const int NameLength = 100;
    private const int PrefixLength = 155;
    private const long MostBytes = 1L << 33;

    public const char RegularFile = '0';
    public const char Directory = '5';
    private const char PaxRecord = 'x';

    /// <summary>The blocks before the content of an entry.</summary>
    public static byte[] Of(TarItem item)
    {
        if (item.Size >= MostBytes)
            throw new ArgumentException($"'{item.Path}' has {item.Size} bytes; a layer takes less.", nameof(item));
        if (TrySplit(item.Path, out var prefix, out var name))
            return Block(item, prefix, name);
        var record = Pax(item.Path);
        var placeholder = item.Kind == Directory ? "pax/" : "pax";
        var header = Block(new TarItem("pax", PaxRecord, record.Length, LayerEntry.FileMode, 0), "", "pax");
        return [.. header, .. record, .. new byte[Padding(record.Length)], .. Block(item, "", placeholder)];
    }

    /// <summary>How many zeros follow a content of this size.</summary>
    public static int Padding(long size) => (int)((BlockSize - size % BlockSize) % BlockSize);

    private static byte[] Block(TarItem item, string prefix, string name)
    {
        var block = new byte[BlockSize];
        Text(block.AsSpan(0, NameLength), name);
        Octal(block.AsSpan(100, 8), item.Mode);
        Octal(block.AsSpan(108, 8), item.Owner);
        Octal(block.AsSpan(116, 8), item.Owner);
        Octal(block.AsSpan(124, 12), item.Size);
        Octal(block.AsSpan(136, 12), 0);
        block[156] = (byte)item.Kind;
        Text(block.AsSpan(257, 8), "ustar\u000000");
        Octal(block.AsSpan(329, 8), 0);
        Octal(block.AsSpan(337, 8), 0);
        Text(block.AsSpan(345, PrefixLength), prefix);
        WriteChecksum(block);
        return block;
    }

    /// <summary>The sum of all bytes, the eight of the sum itself taken as spaces.</summary>
    private static void WriteChecksum(byte[] block)
    {
        var sum = 8 * ' ';
        foreach (var value in block)
            sum += value;
        Octal(block.AsSpan(148, 7), sum);
        block[155] = (byte)' ';
    }

    private static bool TrySplit(string path, out string prefix, out string name)
    {
        (prefix, name) = ("", path);
        if (!Ascii.IsValid(path))
            return false;
        if (path.Length <= NameLength)
            return true;
        var cut = path.IndexOf('/', Math.Max(0, path.Length - 1 - NameLength));
        if (cut <= 0 || cut > PrefixLength || cut == path.Length - 1)
            return false;
        (prefix, name) = (path[..cut], path[(cut + 1)..]);
        return true;
    }

    /// <summary>"30 path=...\n", where the number counts its own digits too.</summary>
    private static byte[] Pax(string path)
    {
        var record = Encoding.UTF8.GetBytes($" path={path}\n");
        var length = record.Length + 1;
        while ($"{length}".Length + record.Length != length)
            length++;
        return [.. Encoding.ASCII.GetBytes($"{length}"), .. record];
    }

    private static void Text(Span<byte> field, string text) => Encoding.ASCII.GetBytes(text, field);

    private static void Octal(Span<byte> field, long value)
    {
        for (var i = field.Length - 2; i >= 0; i--, value >>= 3)
            field[i] = (byte)('0' + (value & 7));
    }
}

/// <summary>What the header of an entry says; the path of a folder ends with '/'.</summary>
internal sealed record TarItem(string Path, char Kind, long Size, int Mode, int Owner);
