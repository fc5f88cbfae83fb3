using System.Globalization;
using System.Text;

namespace Pipeline.Reporting.ModelCards;

/// <summary>Text whose reader sees all of it: what is invisible, or turns the direction of reading, is spelt out.</summary>
internal static class VisibleText
{
    public static string Of(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (IsHidden(rune))
                result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                result.Append(rune.ToString());
        }

        return result.ToString();
    }

    // A lone surrogate arrives as U+FFFD, which is visible.
    private static bool IsHidden(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => false,
        0x200E or 0x200F or 0x061C or 0xFEFF or 0x200B or 0x2060 => true,
        >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 => true,
        _ => Rune.IsControl(rune),
    };
}
