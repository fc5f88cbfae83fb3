using System.Text;

namespace Pipeline.Models.Values;

/// <summary>Truth in UTF-8, by the usual spellings of <see cref="ValueSpellings"/> in any case.</summary>
public static class BooleanText
{
    public static bool IsBoolean(ReadOnlySpan<byte> text) => TryParse(text, out _);

    /// <summary>One letter for a truth: t, f, y or n. Alone they say less than words do.</summary>
    public static bool IsLetter(ReadOnlySpan<byte> text) =>
        text.Length == 1 && !char.IsAsciiDigit((char)text[0]) && IsBoolean(text);

    public static bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        switch (text.Length)
        {
            case 1:
                value = text[0] is (byte)'1' or (byte)'t' or (byte)'T' or (byte)'y' or (byte)'Y';
                return value || text[0] is (byte)'0' or (byte)'f' or (byte)'F' or (byte)'n' or (byte)'N';
            case 2:
                value = false;
                return Ascii.EqualsIgnoreCase(text, "no"u8);
            case 3:
                return value = Ascii.EqualsIgnoreCase(text, "yes"u8);
            case 4:
                return value = Ascii.EqualsIgnoreCase(text, "true"u8);
            default:
                value = false;
                return Ascii.EqualsIgnoreCase(text, "false"u8);
        }
    }
}
