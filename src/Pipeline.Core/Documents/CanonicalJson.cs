using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text;

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
        // A double's own shortest digits stand for it, though as a whole number they would be another one.
        || raw == EcmaNumber.Format(value)
        || (BigInteger)value == BigInteger.Parse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}

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
