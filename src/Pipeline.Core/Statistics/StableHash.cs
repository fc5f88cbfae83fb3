using System.Buffers.Binary;

namespace Pipeline.Core.Statistics;

/// <summary>
/// 64 bits for a few bytes, the same on every machine, so that sketches made on different ones can be merged. Each step folds a
/// 128-bit product (Wang Yi's wyhash has the idea). Whoever knows it can make values collide: sketches tell shares, and decide
/// nothing about access.
/// </summary>
public static class StableHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD1B54A32D192ED03;
    private const ulong Third = 0x8CB92BA72F3D8DD7;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length;
        var hash = First ^ (ulong)length;
        for (; bytes.Length > 2 * sizeof(ulong); bytes = bytes[(2 * sizeof(ulong))..])
            hash = Fold(Word(bytes) ^ hash ^ Second, Word(bytes[sizeof(ulong)..]) ^ Third);
        var (low, high) = Rest(bytes);
        return Fold(Fold(low ^ hash ^ Second, high ^ Third), (ulong)length ^ Third);
    }

    /// <summary>Up to 16 bytes as two numbers; different bytes of one length are different pairs.</summary>
    private static (ulong Low, ulong High) Rest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(ulong))
            return (Word(bytes), Word(bytes[^sizeof(ulong)..]));
        if (bytes.Length >= sizeof(uint))
        {
            return (
                BinaryPrimitives.ReadUInt32LittleEndian(bytes),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]));
        }

        var rest = 0UL;
        foreach (var character in bytes)
            rest = (rest << 8) | character;
        return (rest, 0);
    }

    private static ulong Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static ulong Fold(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out var low);
        return high ^ low;
    }
}
