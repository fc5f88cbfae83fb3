using System.Globalization;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal static class NumberHint
{
    /// <summary>For a text that a person takes for a number.</summary>
    public static string? For(YamlNode node)
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
