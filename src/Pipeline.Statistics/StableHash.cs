using System.Buffers.Binary;
using System.Runtime.CompilerServices;
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

/// <summary>The first 16 bytes of a value, and zeros behind a shorter one: all of most values, in one register.</summary>
public static class ValueHead
{
    public const int MostBytes = 16;

    private const int ByteBits = 8;

    /// <param name="value">Of any length.</param>
    public static Vector128<byte> Of(ReadOnlySpan<byte> value)
    {
        if (value.Length >= MostBytes)
            return Vector128.Create(value);
        var (low, high) = value.Length switch
        {
            >= sizeof(ulong) => (First8(value), Last8(value) >> ByteBits >> (ByteBits * (MostBytes - 1 - value.Length))),
            >= sizeof(uint) => (Of4To7(value), 0UL),
            > 0 => (Of1To3(value), 0UL),
            _ => (0UL, 0UL),
        };
        var words = BitConverter.IsLittleEndian
            ? Vector128.Create(low, high)
            : Vector128.Create(BinaryPrimitives.ReverseEndianness(low), BinaryPrimitives.ReverseEndianness(high));
        return words.AsByte();
    }

    /// <summary>The same, where other bytes follow the value.</summary>
    /// <param name="bytes">The value, and what follows it, at least 16 bytes in all.</param>
    /// <param name="length">Of the value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Of(ReadOnlySpan<byte> bytes, int length) => Vector128.Create<byte>(bytes)
        & Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)Math.Min(length, MostBytes)));

    private static ulong First8(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt64LittleEndian(value);

    private static ulong Last8(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt64LittleEndian(value[^sizeof(ulong)..]);

    /// <summary>Two halves that overlap, where they are the same.</summary>
    private static ulong Of4To7(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt32LittleEndian(value)
        | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(value[^sizeof(uint)..]) << (ByteBits * (value.Length - sizeof(uint))));

    private static ulong Of1To3(ReadOnlySpan<byte> value) => value[0]
        | ((ulong)value[value.Length / 2] << (ByteBits * (value.Length / 2)))
        | ((ulong)value[^1] << (ByteBits * (value.Length - 1)));
}
