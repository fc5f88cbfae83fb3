using System.Globalization;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>What to do about a scalar of the wrong kind.</summary>
internal static class ScalarHint
{
    public static string? Quote(YamlNode node) => node is YamlScalar { Kind: not ScalarKind.Null } scalar
        ? $"Write it in quotes: \"{YamlNode.Brief(scalar.Text)}\"."
        : null;

    public static string? Brackets(YamlNode node) =>
        node is YamlScalar { Kind: not ScalarKind.Null } ? "Write it in brackets." : null;

    /// <summary>For a text that a person takes for a number.</summary>
    public static string? Number(YamlNode node)
    {
        if (node is not YamlScalar { Kind: ScalarKind.Text, Text: { Length: < 40 } text })
            return null;
        if (CoreSchema.KindOf(text) is ScalarKind.Int or ScalarKind.Float)
            return "Write it without quotes.";
        var plain = text.Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal).TrimEnd('%');
        var isNumber = double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return isNumber ? "Write digits with a point alone, as 1250000 or 0.05." : null;
    }
}
