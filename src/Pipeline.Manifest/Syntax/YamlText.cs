using System.Text.Json.Nodes;
using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using YamlDotNet.Core;

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

/// <summary>The lines of a manifest, for what the parser does not say about them.</summary>
internal sealed class YamlLines(string text, string file)
{
    private readonly string[] _lines = text.Split('\n');

    public SourceLocation At(Mark mark) =>
        new(file, Math.Clamp((int)mark.Line, 1, _lines.Length), Math.Max(1, (int)mark.Column));

    /// <summary>Whether a tab indents what begins here; the parser takes it for one space.</summary>
    public bool IsIndentedByTab(SourceLocation at)
    {
        var before = _lines[at.Line!.Value - 1].AsSpan();
        before = before[..Math.Min(at.Column!.Value - 1, before.Length)];
        return before.IsWhiteSpace() && before.Contains('\t');
    }

    /// <summary>The first tab that indents something; of one that it refuses, the parser does not say where it is.</summary>
    public SourceLocation? FirstTab()
    {
        var line = Array.FindIndex(_lines, x => x.AsSpan().TrimStart(' ') is ['\t', .. var rest] && !rest.IsWhiteSpace());
        return line < 0 ? null : new SourceLocation(file, line + 1, _lines[line].IndexOf('\t', StringComparison.Ordinal) + 1);
    }
}

/// <summary>YAML as the JSON that means the same, for digests.</summary>
internal static class YamlJson
{
    public static Digest DigestOf(YamlNode node) => Digest.OfJson(Of(node));

    public static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(x => KeyValuePair.Create(x.Key, Of(x.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Of)]),
        YamlScalar { Kind: ScalarKind.Null } => null,
        YamlScalar { Kind: ScalarKind.Bool } scalar => CoreSchema.Bool(scalar.Text),
        YamlScalar { Kind: ScalarKind.Int or ScalarKind.Float } scalar => Number(scalar),
        YamlScalar scalar => scalar.Text,
        _ => throw new InvalidOperationException("A refused node has no digest."),
    };

    /// <summary>What a double would not hold without loss is kept as it is written.</summary>
    private static JsonValue Number(YamlScalar scalar)
    {
        var value = CoreSchema.Number(scalar);
        var isExact = double.IsFinite(value) && (scalar.Kind == ScalarKind.Float || Math.Abs(value) < 1L << 53);
        return isExact ? JsonValue.Create(value) : JsonValue.Create(scalar.Text);
    }
}
