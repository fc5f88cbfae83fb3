using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.Unicode;
using Pipeline.Data.Columns;
using Pipeline.Data.Values;

namespace Pipeline.Data.Parquet;

/// <summary>What values of a physical type mean, and how they are written where somebody asks for a text.</summary>
internal interface IValueType<in T>
    where T : allows ref struct
{
    VectorType Type { get; }

    /// <summary>As <see cref="DecodedColumn.AreSurelyNumbers"/>.</summary>
    bool AreSurelyNumbers => false;

    /// <summary>As <see cref="DecodedColumn.AreExact"/>.</summary>
    bool AreExact => false;

    /// <summary>Some values mean nothing, so that each has to be looked at.</summary>
    bool MayFail => false;

    bool IsValid(T value) => true;

    double Number(T value) => double.NaN;

    Moment Moment(T value) => Models.Values.Moment.None;

    /// <summary>That a value takes as a text.</summary>
    /// <param name="length">Of a value that is bytes.</param>
    int MostBytes(int length);

    /// <summary>Writes a valid value in UTF-8.</summary>
    int Write(T value, Span<byte> target);
}

internal readonly struct WholeType<T> : IValueType<T>
    where T : IBinaryInteger<T>, IUtf8SpanFormattable
{
    public VectorType Type => VectorType.Number;

    public bool AreSurelyNumbers => true;

    public bool AreExact => true;

    public double Number(T value) => double.CreateSaturating(value);

    public int MostBytes(int length) => 20;

    public int Write(T value, Span<byte> target)
    {
        value.TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }
}

internal readonly struct UnsignedType : IValueType<int>, IValueType<long>
{
    public VectorType Type => VectorType.Number;

    public bool AreSurelyNumbers => true;

    public bool AreExact => true;

    public double Number(int value) => (uint)value;

    public double Number(long value) => (ulong)value;

    public int MostBytes(int length) => 20;

    public int Write(int value, Span<byte> target) => default(WholeType<uint>).Write((uint)value, target);

    public int Write(long value, Span<byte> target) => default(WholeType<ulong>).Write((ulong)value, target);
}

internal readonly struct DoubleType : IValueType<double>
{
    public VectorType Type => VectorType.Number;

    public bool AreExact => true;

    /// <summary>There is one zero.</summary>
    public double Number(double value) => double.IsFinite(value) ? value + 0.0 : double.NaN;

    public int MostBytes(int length) => 32;

    public int Write(double value, Span<byte> target)
    {
        if (value != 0 && ShortDecimal.TryFind(value, out var found))
            return found.Write(target);
        value.TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }
}

/// <summary>
/// Numbers of half or single precision. Each is the decimal that it is written as, so that 0.1 is 0.1 and not the
/// 0.100000001490116 that single precision makes of it.
/// </summary>
internal readonly struct SingleType<T> : IValueType<T>
    where T : IBinaryFloatingPointIeee754<T>, IUtf8SpanFormattable
{
    public VectorType Type => VectorType.Number;

    public bool AreExact => true;

    public double Number(T value)
    {
        if (ShortDecimal.TryFind(value, out var found))
            return found.Number;
        Span<byte> text = stackalloc byte[MostBytes(0)];
        return NumberText.TryParse(text[..Write(value, text)], out var number) ? number : double.NaN;
    }

    public int MostBytes(int length) => 32;

    public int Write(T value, Span<byte> target)
    {
        if (value != T.Zero && ShortDecimal.TryFind(value, out var found))
            return found.Write(target);
        value.TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }
}

internal readonly struct BooleanType : IValueType<bool>
{
    public VectorType Type => VectorType.Boolean;

    public int MostBytes(int length) => 5;

    public int Write(bool value, Span<byte> target)
    {
        var word = ValueReader.NameOf(value);
        word.CopyTo(target);
        return word.Length;
    }
}

/// <summary>Decimals: digits, of which so many stand behind the point.</summary>
internal readonly struct DecimalType(int scale) : IValueType<int>, IValueType<long>
{
    /// <summary>Powers of ten up to here are doubles, and so is a quotient of one and of what a double holds.</summary>
    private const int MostExact = 22;

    private static readonly double[] PowersOfTen =
        [.. Enumerable.Range(0, MostExact + 1).Select(x => double.Parse($"1e{x}", CultureInfo.InvariantCulture))];

    public VectorType Type => VectorType.Number;

    public bool AreSurelyNumbers => true;

    public double Number(int value) => Number((long)value);

    public double Number(long value)
    {
        if (scale <= MostExact && Math.Abs((double)value) <= NumberText.LargestWhole)
            return value / PowersOfTen[scale];
        Span<byte> text = stackalloc byte[MostBytes(0)];
        return NumberText.TryParse(text[..Write(value, text)], out var number) ? number : double.NaN;
    }

    public int MostBytes(int length) => 24 + scale;

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

/// <summary>Texts, which are UTF-8 already.</summary>
internal readonly struct TextType : IValueType<ReadOnlySpan<byte>>
{
    public VectorType Type => VectorType.Text;

    public bool MayFail => true;

    public bool IsValid(ReadOnlySpan<byte> value) => Utf8.IsValid(value);

    /// <summary>None: the bytes are the text.</summary>
    public int MostBytes(int length) => 0;

    public int Write(ReadOnlySpan<byte> value, Span<byte> target) => value.Length;
}

/// <summary>Decimals of any length: a whole number in two's complement, first byte first.</summary>
/// <param name="scale">How many of its digits stand behind the point.</param>
internal readonly struct LongDecimalType(int scale) : IValueType<ReadOnlySpan<byte>>
{
    private const int MostSimple = 8;

    /// <summary>Longer ones than any writer makes are damage; their digits would take forever.</summary>
    private const int MostLength = 64;

    public VectorType Type => VectorType.Number;

    public bool MayFail => true;

    public bool IsValid(ReadOnlySpan<byte> value) => value.Length is > 0 and <= MostLength;

    public double Number(ReadOnlySpan<byte> value)
    {
        if (value.Length <= MostSimple)
            return new DecimalType(scale).Number(Small(value));
        Span<byte> text = stackalloc byte[MostBytes(value.Length)];
        return NumberText.TryParse(text[..Write(value, text)], out var number) ? number : double.NaN;
    }

    public int MostBytes(int length) => (Math.Min(length, MostLength) * 5 / 2) + scale + 24;

    public int Write(ReadOnlySpan<byte> value, Span<byte> target)
    {
        if (value.Length <= MostSimple)
            return new DecimalType(scale).Write(Small(value), target);
        Span<char> digits = stackalloc char[MostBytes(value.Length)];
        new BigInteger(value, isBigEndian: true).TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        for (var i = 0; i < length; i++)
            target[i] = (byte)digits[i];
        return DecimalType.WithPoint(target, length, scale);
    }

    private static long Small(ReadOnlySpan<byte> value)
    {
        long number = (sbyte)value[0];
        foreach (var next in value[1..])
            number = (number << 8) | next;
        return number;
    }
}

internal readonly struct UuidType : IValueType<ReadOnlySpan<byte>>
{
    public VectorType Type => VectorType.Text;

    public int MostBytes(int length) => 36;

    public int Write(ReadOnlySpan<byte> value, Span<byte> target)
    {
        new Guid(value, bigEndian: true).TryFormat(target, out var written);
        return written;
    }
}

/// <summary>Numbers of two bytes.</summary>
internal readonly struct HalfType : IValueType<ReadOnlySpan<byte>>
{
    public VectorType Type => VectorType.Number;

    public bool AreExact => true;

    public double Number(ReadOnlySpan<byte> value) => default(SingleType<Half>).Number(Read(value));

    public int MostBytes(int length) => 32;

    public int Write(ReadOnlySpan<byte> value, Span<byte> target) => default(SingleType<Half>).Write(Read(value), target);

    private static Half Read(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadHalfLittleEndian(value);
}
