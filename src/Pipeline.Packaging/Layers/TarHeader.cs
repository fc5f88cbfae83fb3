using System.Text;

namespace Pipeline.Packaging.Layers;

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
