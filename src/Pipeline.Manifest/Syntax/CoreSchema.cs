using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Manifest.Syntax;

/// <summary>What a plain scalar is: YAML 1.2.2, section 10.3.2. There, yes and no are texts, and 010 is ten.</summary>
internal static partial class CoreSchema
{
    public static ScalarKind KindOf(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Bool,
        _ when Int().IsMatch(plain) => ScalarKind.Int,
        _ when Float().IsMatch(plain) => ScalarKind.Float,
        _ => ScalarKind.Text,
    };

    public static bool Bool(string text) => text[0] is 't' or 'T';

    /// <summary>Null when it does not fit 64 bits.</summary>
    public static long? Integer(string text)
    {
        var (digits, style) = text switch
        {
            ['0', 'x', .. var hex] => (hex, NumberStyles.AllowHexSpecifier),
            ['0', 'o', .. var octal] => (octal, NumberStyles.None),
            _ => (text, NumberStyles.AllowLeadingSign),
        };
        if (style == NumberStyles.None)
            return Octal(digits);
        var fits = long.TryParse(digits, style, CultureInfo.InvariantCulture, out var value);
        return fits && (style == NumberStyles.AllowLeadingSign || value >= 0) ? value : null;
    }

    public static double Number(YamlScalar scalar) => scalar.Text.TrimStart('-', '+').ToUpperInvariant() switch
    {
        ".INF" => scalar.Text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        ".NAN" => double.NaN,
        _ when scalar.Kind == ScalarKind.Int && Integer(scalar.Text) is { } whole => whole,
        ['0', 'X' or 'O', ..] => double.PositiveInfinity,
        _ => double.Parse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static long? Octal(string digits)
    {
        const int mostDigits = 20;
        var significant = digits.TrimStart('0');
        return significant.Length > mostDigits ? null : significant.Aggregate(0L, (value, x) => (value << 3) + (x - '0'));
    }

    [GeneratedRegex(@"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Int();

    [GeneratedRegex(@"\A(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|"
        + @"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex Float();
}

internal enum ScalarKind
{
    Text,
    Null,
    Bool,
    Int,
    Float,
}
