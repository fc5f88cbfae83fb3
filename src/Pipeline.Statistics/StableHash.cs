using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Pipeline.Statistics;

/// <summary>
/// 64 bits for a few bytes, the same on every machine, so that sketches made on different ones can be merged. Each step folds a
/// 128-bit product (Wang Yi's wyhash has the idea). Whoever knows it can make values collide: sketches tell shares, and decide
/// nothing about access.
/// </summary>
public static class StableHash
{
    private const int BlockBytes = 2 * sizeof(ulong);
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD1B54A32D192ED03;
    private const ulong Third = 0x8CB92BA72F3D8DD7;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var length = (ulong)bytes.Length;
        var hash = First ^ length;
        for (; bytes.Length > BlockBytes; bytes = bytes[BlockBytes..])
            hash = Add(hash, Word(bytes), Word(bytes[sizeof(ulong)..]));
        return Finish(hash, ValueHead.Of(bytes), length);
    }

    /// <summary>Of up to 16 bytes.</summary>
    /// <param name="bytes">The bytes, and zeros behind them.</param>
    /// <param name="length">How many they are.</param>
    public static ulong Of(Vector128<byte> bytes, int length) => Finish(First ^ (ulong)length, bytes, (ulong)length);

    private static ulong Finish(ulong hash, Vector128<byte> last, ulong length)
    {
        var words = last.AsUInt64();
        var (low, high) = BitConverter.IsLittleEndian
            ? (words.GetElement(0), words.GetElement(1))
            : (BinaryPrimitives.ReverseEndianness(words.GetElement(0)), BinaryPrimitives.ReverseEndianness(words.GetElement(1)));
        return Fold(Add(hash, low, high), length ^ Third);
    }

    private static ulong Add(ulong hash, ulong low, ulong high) => Fold(low ^ hash ^ Second, high ^ Third);

    private static ulong Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static ulong Fold(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out var low);
        return high ^ low;
    }
}
