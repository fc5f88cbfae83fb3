using System.Globalization;

namespace Pipeline.Data.Parquet;

/// <summary>How values of a physical type are written as text in UTF-8.</summary>
internal interface IValueText<in T>
{
    /// <summary>That any value takes.</summary>
    int MostBytes { get; }

    /// <returns>How many bytes; less than 0 where the value cannot be written.</returns>
    int Write(T value, Span<byte> target);
}

/// <summary>Numbers as they are; a fraction has as few digits as read back as the same number.</summary>
internal readonly struct NumberWords<T> : IValueText<T>
    where T : IUtf8SpanFormattable
{
    public int MostBytes => 32;

    public int Write(T value, Span<byte> target)
    {
        value.TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }
}

internal readonly struct UnsignedWords : IValueText<int>, IValueText<long>
{
    public int MostBytes => 20;

    public int Write(int value, Span<byte> target) => default(NumberWords<uint>).Write((uint)value, target);

    public int Write(long value, Span<byte> target) => default(NumberWords<ulong>).Write((ulong)value, target);
}

internal readonly struct BooleanWords : IValueText<bool>
{
    public int MostBytes => 5;

    public int Write(bool value, Span<byte> target)
    {
        var word = value ? "true"u8 : "false"u8;
        word.CopyTo(target);
        return word.Length;
    }
}

/// <summary>Decimals: digits, of which so many stand behind the point.</summary>
internal readonly struct DecimalWords(int scale) : IValueText<int>, IValueText<long>
{
    public int MostBytes => 24 + scale;

    public int Write(int value, Span<byte> target) => Write((long)value, target);

    public int Write(long value, Span<byte> target)
    {
        value.TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        return WithPoint(target, written, scale);
    }

    /// <param name="text">Begins with the digits of a whole number, and has room for the point and zeros.</param>
    /// <param name="length">Of the digits and the sign.</param>
    /// <param name="scale">How many digits stand behind the point.</param>
    public static int WithPoint(Span<byte> text, int length, int scale)
    {
        if (scale == 0)
            return length;
        var first = text[0] == '-' ? 1 : 0;
        var zeros = Math.Max(scale + 1 - (length - first), 0);
        text[first..length].CopyTo(text[(first + zeros)..]);
        text.Slice(first, zeros).Fill((byte)'0');
        length += zeros;
        text[(length - scale)..length].CopyTo(text[(length - scale + 1)..]);
        text[length - scale] = (byte)'.';
        return length + 1;
    }
}
