using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Pipeline.Core.Documents;

/// <summary>One spelling for each JSON value, by RFC 8785: the bytes that digests are made of.</summary>
public static class CanonicalJson
{
    /// <summary>Of a value, serialised as documents are.</summary>
    /// <exception cref="InvalidOperationException">A number is not a double without loss, or a text is not Unicode.</exception>
    public static byte[] Of<T>(T value) => Of(JsonSerializer.SerializeToElement(value, DocumentJson.Options));

    public static byte[] Of(JsonElement element)
    {
        var text = new StringBuilder();
        Write(element, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, text);
                break;
            case JsonValueKind.Array:
                text.Append('[').AppendJoin(',', element.EnumerateArray().Select(Text)).Append(']');
                break;
            case JsonValueKind.String:
                WriteString(element.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(Number(element));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void WriteObject(JsonElement element, StringBuilder text)
    {
        var separator = '{';
        foreach (var property in element.EnumerateObject().OrderBy(x => x.Name, StringComparer.Ordinal))
        {
            WriteString(property.Name, text.Append(separator));
            Write(property.Value, text.Append(':'));
            separator = ',';
        }

        text.Append(separator == '{' ? "{}" : "}");
    }

    private static string Text(JsonElement element)
    {
        var text = new StringBuilder();
        Write(element, text);
        return text.ToString();
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        for (var rest = value.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != OperationStatus.Done)
                throw new InvalidOperationException("A text with half a surrogate pair has no canonical form.");
            text.Append(Escape(rune));
            rest = rest[consumed..];
        }

        text.Append('"');
    }

    private static string Escape(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        < ' ' => $"\\u{rune.Value:x4}",
        _ => rune.ToString(),
    };

    private static string Number(JsonElement element)
    {
        var value = element.GetDouble();
        var raw = element.GetRawText();
        var isWhole = raw.AsSpan().IndexOfAny(".eE") < 0;
        if (!double.IsFinite(value) || (isWhole && !IsExact(raw, value)))
            throw new InvalidOperationException($"The number {raw} is not a double without loss; write it as a text.");
        return EcmaNumber.Format(value);
    }

    private static bool IsExact(string raw, double value) =>
        raw.Length < 16
        || (BigInteger)value == BigInteger.Parse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
