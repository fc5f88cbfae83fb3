using System.Text;
using Pipeline.Core.Problems;

namespace Pipeline.Manifest.Syntax;

/// <summary>The characters of a manifest, before they mean anything.</summary>
internal static class YamlText
{
    public const int MostBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Validated<string> Decode(ReadOnlySpan<byte> utf8, string file)
    {
        if (utf8.Length > MostBytes)
            return Validated.Invalid<string>(TooLong(file));
        var bytes = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        try
        {
            return Check(Strict.GetString(bytes), file);
        }
        catch (DecoderFallbackException exception)
        {
            var before = Encoding.UTF8.GetString(bytes[..Math.Clamp(exception.Index, 0, bytes.Length)]);
            return Validated.Invalid<string>(At(before, file).Problem("From here on, this is not UTF-8.", "Save it as UTF-8."));
        }
    }

    /// <summary>YAML 1.2.2, section 5.1, admits no control characters but tab and line breaks.</summary>
    public static Validated<string> Check(string text, string file)
    {
        if (text.Length > MostBytes)
            return Validated.Invalid<string>(TooLong(file));
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsPrintable(text, i))
                return Validated.Invalid<string>(
                    At(text[..i], file).Problem($"The character U+{(int)text[i]:X4} is not accepted here.", "Remove it."));
        }

        return Validated.Valid(text);
    }

    public static bool HasHalfSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsHalfSurrogate(text, i))
                return true;
        }

        return false;
    }

    private static bool IsPrintable(string text, int index) => text[index] switch
    {
        '\t' or '\n' or '\r' or '\u0085' => true,
        '\uFEFF' or '\uFFFE' or '\uFFFF' => false,
        var x => !char.IsControl(x) && !IsHalfSurrogate(text, index),
    };

    private static bool IsHalfSurrogate(string text, int index) =>
        (char.IsHighSurrogate(text[index]) && (index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1])))
        || (char.IsLowSurrogate(text[index]) && (index == 0 || !char.IsHighSurrogate(text[index - 1])));

    private static Problem TooLong(string file) =>
        new(file, null, null, $"The file has more than {MostBytes} bytes, which is the most that is read.");

    private static SourceLocation At(string before, string file) =>
        new(file, before.Count(x => x == '\n') + 1, before.Length - before.LastIndexOf('\n'));
}
