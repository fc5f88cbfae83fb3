using System.Globalization;

namespace Pipeline.Core.Documents;

/// <summary>Number::toString of ECMA-262, section 6.1.6.1.20: the shortest digits that read back as the same double.</summary>
internal static class EcmaNumber
{
    public static string Format(double value)
    {
        if (value == 0)
            return "0";
        var (digits, point) = Shortest(Math.Abs(value));
        return (value < 0 ? "-" : "") + Place(digits, point);
    }

    /// <summary>The significant digits without zeros around them, and how many of them precede the decimal point.</summary>
    private static (string Digits, int Point) Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var end = text.IndexOf('E', StringComparison.Ordinal) is >= 0 and var e ? e : text.Length;
        var exponent = end < text.Length ? int.Parse(text[(end + 1)..], CultureInfo.InvariantCulture) : 0;
        var dot = text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var d ? d : end;
        var all = text[..end].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        return (digits.TrimEnd('0'), dot + exponent - (all.Length - digits.Length));
    }

    private static string Place(string digits, int point) => point switch
    {
        > 21 or <= -6 => Scientific(digits, point - 1),
        <= 0 => "0." + new string('0', -point) + digits,
        _ when digits.Length <= point => digits + new string('0', point - digits.Length),
        _ => digits[..point] + "." + digits[point..],
    };

    private static string Scientific(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}");
    }
}
