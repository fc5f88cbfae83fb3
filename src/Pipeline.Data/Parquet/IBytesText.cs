using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.Unicode;

namespace Pipeline.Data.Parquet;

/// <summary>How values that are bytes are written as text in UTF-8.</summary>
internal interface IBytesText
{
    /// <summary>That a value of so many bytes takes; 0 where its bytes are the text.</summary>
    int MostBytes(int length);

    /// <returns>How many bytes; less than 0 where the value cannot be written.</returns>
    int Write(ReadOnlySpan<byte> value, Span<byte> target);
}

/// <summary>Texts, which are UTF-8 already.</summary>
internal readonly struct TextBytes : IBytesText
{
    public int MostBytes(int length) => 0;

    public int Write(ReadOnlySpan<byte> value, Span<byte> target) => Utf8.IsValid(value) ? value.Length : -1;
}

/// <summary>Decimals of any length: a whole number in two's complement, first byte first.</summary>
/// <param name="scale">How many of its digits stand behind the point.</param>
internal readonly struct DecimalBytes(int scale) : IBytesText
{
    private const int MostSimple = 8;

    /// <summary>Longer ones than any writer makes are damage; their digits would take forever.</summary>
    private const int MostLength = 64;

    public int MostBytes(int length) => (Math.Min(length, MostLength) * 5 / 2) + scale + 8;

    public int Write(ReadOnlySpan<byte> value, Span<byte> target)
    {
        if (value.Length is 0 or > MostLength)
            return -1;
        if (value.Length <= MostSimple)
            return new DecimalWords(scale).Write(Small(value), target);
        Span<char> digits = stackalloc char[MostBytes(value.Length)];
        new BigInteger(value, isBigEndian: true).TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        for (var i = 0; i < length; i++)
            target[i] = (byte)digits[i];
        return DecimalWords.WithPoint(target, length, scale);
    }

    private static long Small(ReadOnlySpan<byte> value)
    {
        long number = (sbyte)value[0];
        foreach (var next in value[1..])
            number = (number << 8) | next;
        return number;
    }
}

internal readonly struct UuidBytes : IBytesText
{
    public int MostBytes(int length) => 36;

    public int Write(ReadOnlySpan<byte> value, Span<byte> target)
    {
        new Guid(value, bigEndian: true).TryFormat(target, out var written);
        return written;
    }
}

/// <summary>Numbers of two bytes.</summary>
internal readonly struct HalfBytes : IBytesText
{
    public int MostBytes(int length) => 16;

    public int Write(ReadOnlySpan<byte> value, Span<byte> target) =>
        default(NumberWords<Half>).Write(BinaryPrimitives.ReadHalfLittleEndian(value), target);
}
