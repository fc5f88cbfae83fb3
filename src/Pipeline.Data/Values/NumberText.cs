using System.Globalization;

namespace Pipeline.Data.Values;

/// <summary>Numbers in UTF-8: decimal or scientific notation with a point, in no culture.</summary>
internal static class NumberText
{
    /// <summary>Up to this many digits are an integer that a double holds exactly.</summary>
    private const int ExactDigits = 15;

    private const double LargestWhole = 1L << 53;

    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static ReadOnlySpan<double> PowersOfTen =>
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>The nearest double. Infinity, NaN and what is too large for a double are no numbers.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        TryParseShort(text, out value)
        || (double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && IsFinite(ref value));

    /// <summary>A number without a fraction, up to 2^53: beyond that, doubles have gaps.</summary>
    public static bool TryParseWhole(ReadOnlySpan<byte> text, out double value) =>
        TryParse(text, out value) && double.IsInteger(value) && Math.Abs(value) <= LargestWhole;

    /// <summary>Codes such as "007" read as numbers but lose their zeros when they are.</summary>
    public static bool HasLeadingZero(ReadOnlySpan<byte> text)
    {
        var digits = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        return digits.Length > 1 && digits[0] == '0' && digits[1] is >= (byte)'0' and <= (byte)'9';
    }

    /// <summary>The shortest form that reads back.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>
    /// An integer below 10^15 divided by a power of ten up to 10^15: both are exact, so that the quotient is the nearest double
    /// (Clinger, How to Read Floating Point Numbers Accurately, 1990).
    /// </summary>
    private static bool TryParseShort(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var isNegative = text.Length > 0 && text[0] == '-';
        var (whole, digits, fraction) = (0L, 0, -1);
        for (var i = isNegative ? 1 : 0; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9 && digits < ExactDigits)
                (whole, digits, fraction) = ((whole * 10) + digit, digits + 1, fraction < 0 ? -1 : fraction + 1);
            else if (text[i] == '.' && fraction < 0)
                fraction = 0;
            else
                return false;
        }

        var magnitude = fraction > 0 ? whole / PowersOfTen[fraction] : whole;
        value = isNegative && whole != 0 ? -magnitude : magnitude;
        return digits > 0;
    }

    /// <summary>Makes one zero of the two besides.</summary>
    private static bool IsFinite(ref double value)
    {
        value += 0.0;
        return double.IsFinite(value);
    }
}
