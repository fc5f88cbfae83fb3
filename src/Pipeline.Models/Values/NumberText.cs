using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using Pipeline.Statistics;

namespace Pipeline.Models.Values;

/// <summary>Numbers in UTF-8: decimal or scientific notation with a point, in no culture.</summary>
public static class NumberText
{
    /// <summary>Up to here a double holds every whole number.</summary>
    public const double LargestWhole = 1L << 53;

    /// <summary>Up to this many digits are an integer that a double holds exactly.</summary>
    private const int ExactDigits = 15;

    /// <summary>Of a whole number that a double is.</summary>
    private const int MostDigits = 309;

    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // A field: without optimisation, a span of these would be copied at each use.
    private static readonly double[] PowersOfTen =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>The nearest double. Infinity, NaN and what is too large for a double are no numbers.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        TryParseShort(ValueHead.Of(text), text.Length, out value)
        || (MayBegin(text) && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && IsFinite(ref value));

    /// <summary>
    /// An integer below 10^15 divided by a power of ten up to 10^15: both are exact, so that the quotient is the nearest double
    /// (Clinger, How to Read Floating Point Numbers Accurately, 1990). All digits are looked at together.
    /// </summary>
    /// <param name="head">The first 16 characters, or all and zeros behind them.</param>
    /// <param name="length">How many characters there are.</param>
    /// <param name="value">The number.</param>
    /// <returns>False where it takes more than this to know.</returns>
    public static bool TryParseShort(Vector128<byte> head, int length, out double value)
    {
        value = 0;
        var start = head.ToScalar() == '-' ? 1 : 0;
        var points = Vector128.Equals(head, Vector128.Create((byte)'.')).ExtractMostSignificantBits();
        var point = points == 0 ? length : BitOperations.TrailingZeroCount(points);
        var (count, fraction) = points == 0 ? (length - start, 0) : (length - start - 1, length - point - 1);
        if (length > ValueHead.MostBytes || count is < 1 or > ExactDigits)
            return false;

        var ahead = ValueHead.MostBytes - count;
        var places = Vector128<byte>.Indices - Vector128.Create((byte)(ahead - start));
        var afterPoint = Vector128.GreaterThanOrEqual(Vector128<byte>.Indices, Vector128.Create((byte)(ahead - start + point)));
        var digits = Vector128.Shuffle(head - Vector128.Create((byte)'0'), places - afterPoint)
            & Vector128.GreaterThanOrEqual(Vector128<byte>.Indices, Vector128.Create((byte)ahead));
        if (Vector128.GreaterThanAny(digits, Vector128.Create((byte)9)))
            return false;
        var eights = digits.AsUInt64();
        var whole = (EightDigits(eights.ToScalar()) * 100_000_000) + EightDigits(eights.GetElement(1));
        var magnitude = fraction > 0 ? whole / PowersOfTen[fraction] : whole;
        value = start > 0 && whole != 0 ? -magnitude : magnitude;
        return true;
    }

    /// <summary>A number without a fraction, up to 2^53: beyond that, doubles have gaps.</summary>
    public static bool TryParseWhole(ReadOnlySpan<byte> text, out double value) =>
        TryParse(text, out value) && double.IsInteger(value) && Math.Abs(value) <= LargestWhole;

    /// <summary>Codes such as "007" read as numbers but lose their zeros when they are.</summary>
    public static bool HasLeadingZero(ReadOnlySpan<byte> text)
    {
        var digits = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        return digits.Length > 1 && digits[0] == '0' && digits[1] is >= (byte)'0' and <= (byte)'9';
    }

    /// <summary>Whether a double holds the number that these digits are, to the last of them.</summary>
    public static bool HasAllDigits(ReadOnlySpan<byte> digits)
    {
        Span<byte> written = stackalloc byte[MostDigits];
        return double.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number.TryFormat(written, out var length, "F0", CultureInfo.InvariantCulture)
            && written[..length].SequenceEqual(digits.TrimStart((byte)'0'));
    }

    /// <summary>The shortest form that reads back.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Most texts that are no numbers are known by their first character, which costs next to nothing.</summary>
    private static bool MayBegin(ReadOnlySpan<byte> text) =>
        text.Length > 0 && text[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.';

    /// <summary>Neighbours become pairs, pairs fours, and fours all eight.</summary>
    /// <param name="digits">Each from 0 to 9, the first one lowest.</param>
    private static long EightDigits(ulong digits)
    {
        var pairs = ((digits * 10) + (digits >> 8)) & 0x00FF00FF00FF00FF;
        var fours = ((pairs * 100) + (pairs >> 16)) & 0x0000FFFF0000FFFF;
        return (long)(((fours * 10_000) + (fours >> 32)) & 0xFFFFFFFF);
    }

    /// <summary>Makes one zero of the two besides.</summary>
    private static bool IsFinite(ref double value)
    {
        value += 0.0;
        return double.IsFinite(value);
    }
}

/// <summary>Numbers with a comma before the fraction, which are not read as numbers: 1,5 or -1.234,50.</summary>
public static class DecimalComma
{
    private const int Thousand = 3;

    /// <summary>One comma with digits on both sides; points, if any, stand between groups of three digits before it.</summary>
    public static bool Has(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        var comma = text.IndexOf((byte)',');
        return comma > 0 && AreDigits(text[(comma + 1)..]) && IsWhole(text[..comma]);
    }

    private static bool IsWhole(ReadOnlySpan<byte> text)
    {
        for (var point = text.LastIndexOf((byte)'.'); point >= 0; point = text.LastIndexOf((byte)'.'))
        {
            if (text.Length - point - 1 != Thousand || !AreDigits(text[(point + 1)..]))
                return false;
            text = text[..point];
        }

        return AreDigits(text);
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) =>
        text.Length > 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
