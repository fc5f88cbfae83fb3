using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Packaging.Bases;

/// <summary>The libraries that a 64-bit little-endian ELF file asks the loader for (System V ABI, "Dynamic Linking").</summary>
internal static class ElfFile
{
    private const int HeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int DataEncoding = 5;
    private const byte BigEndian = 2;
    private const int MachineStart = 18;
    private const int MachineEnd = 20;
    private const uint Load = 1;
    private const uint Dynamic = 2;
    private const ulong Needed = 1;
    private const ulong StringTable = 5;

    /// <summary>The processor that a file is for (e_machine); null for a file that is not ELF.</summary>
    public static async Task<ushort?> MachineOfAsync(string path, CancellationToken cancellationToken)
    {
        var header = new byte[MachineEnd];
        await using var file = File.OpenRead(path);
        var read = await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken);
        if (read < header.Length || !header.AsSpan().StartsWith("\u007fELF"u8))
            return null;
        return header[DataEncoding] == BigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(MachineStart))
            : BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(MachineStart));
    }

    /// <exception cref="InvalidDataException">It is not such a file, or points outside of itself.</exception>
    public static IReadOnlyList<string> NeededBy(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize || !file.StartsWith("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("It is not a 64-bit ELF file.");
        var segments = Segments(file);
        if (segments.FirstOrDefault(x => x.Type == Dynamic) is not { Size: > 0 } dynamic)
            return [];
        var entries = Entries(Slice(file, dynamic.Offset, dynamic.Size));
        if (entries.All(x => x.Tag != Needed))
            return [];
        var strings = Offset(segments, entries.FirstOrDefault(x => x.Tag == StringTable).Value);
        var names = new List<string>();
        foreach (var (_, place) in entries.Where(x => x.Tag == Needed))
            names.Add(Name(file, strings + place));
        return names;
    }

    private static List<Segment> Segments(ReadOnlySpan<byte> file)
    {
        var table = BinaryPrimitives.ReadUInt64LittleEndian(file[32..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[56..]);
        var segments = new List<Segment>(count);
        for (var i = 0u; i < count; i++)
        {
            var header = Slice(file, table + i * ProgramHeaderSize, ProgramHeaderSize);
            segments.Add(new Segment(
                BinaryPrimitives.ReadUInt32LittleEndian(header),
                BinaryPrimitives.ReadUInt64LittleEndian(header[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[32..])));
        }

        return segments;
    }

    private static List<(ulong Tag, ulong Value)> Entries(ReadOnlySpan<byte> dynamic)
    {
        var entries = new List<(ulong Tag, ulong Value)>();
        for (; dynamic.Length >= 16; dynamic = dynamic[16..])
        {
            entries.Add((
                BinaryPrimitives.ReadUInt64LittleEndian(dynamic), BinaryPrimitives.ReadUInt64LittleEndian(dynamic[8..])));
        }

        return entries;
    }

    /// <summary>From an address in memory to a place in the file.</summary>
    private static ulong Offset(IEnumerable<Segment> segments, ulong address)
    {
        var segment = segments.FirstOrDefault(x => x.Type == Load && address >= x.Address && address - x.Address < x.Size)
            ?? throw new InvalidDataException("Its names lie outside of it.");
        return segment.Offset + (address - segment.Address);
    }

    private static string Name(ReadOnlySpan<byte> file, ulong offset)
    {
        var text = Slice(file, Math.Min(offset, (ulong)file.Length), (ulong)file.Length - Math.Min(offset, (ulong)file.Length));
        var end = text.IndexOf((byte)0);
        return end > 0 ? Encoding.ASCII.GetString(text[..end]) : throw new InvalidDataException("A name in it does not end.");
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> file, ulong offset, ulong size) =>
        offset <= (ulong)file.Length && size <= (ulong)file.Length - offset
            ? file.Slice((int)offset, (int)size)
            : throw new InvalidDataException("It points outside of itself.");

    private sealed record Segment(uint Type, ulong Offset, ulong Address, ulong Size);
}
