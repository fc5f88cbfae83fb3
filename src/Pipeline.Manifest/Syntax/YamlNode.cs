using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Core.Problems;

namespace Pipeline.Manifest.Syntax;

/// <summary>A piece of YAML and where it begins.</summary>
internal abstract record YamlNode(SourceLocation At)
{
    /// <summary>What a person sees there, for sentences.</summary>
    public string Found => this switch
    {
        YamlScalar { Kind: ScalarKind.Null } => "nothing",
        YamlScalar { Kind: ScalarKind.Text } x => $"the text '{Brief(x.Text)}'",
        YamlScalar { Kind: ScalarKind.Bool } x => x.Text,
        YamlScalar x => $"the number {Brief(x.Text)}",
        YamlList { Items: [] } => "an empty list",
        YamlList { Items: [_] } => "a list of 1 item",
        YamlList { Items.Count: var count } => $"a list of {count} items",
        YamlMapping { Entries: [{ Key: var key }, ..] } => $"a mapping with '{Brief(key)}'",
        _ => "an empty mapping",
    };

    public static string Brief(string text)
    {
        const int most = 60;
        return text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "...";
    }
}

/// <param name="At">Where it begins.</param>
/// <param name="Text">Without quotes and escapes.</param>
/// <param name="Kind">By the core schema of YAML 1.2; anything in quotes is a text.</param>
internal sealed record YamlScalar(SourceLocation At, string Text, ScalarKind Kind) : YamlNode(At);

internal sealed record YamlList(SourceLocation At, IReadOnlyList<YamlNode> Items) : YamlNode(At);

internal sealed record YamlMapping(SourceLocation At, IReadOnlyList<YamlEntry> Entries) : YamlNode(At)
{
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(x => x.Key == key);
}

/// <summary>Something that is refused already: whoever meets it stays silent.</summary>
internal sealed record YamlRefused(SourceLocation At) : YamlNode(At);

/// <param name="Key">The key's text.</param>
/// <param name="At">Where the key begins.</param>
/// <param name="Value">What stands behind it.</param>
internal sealed record YamlEntry(string Key, SourceLocation At, YamlNode Value);

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
