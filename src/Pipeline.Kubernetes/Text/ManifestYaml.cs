using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Kubernetes.Text;

/// <summary>
/// JSON as YAML that every reader takes for the same, whichever version of YAML it reads: a text that any of them might take for
/// something else is quoted.
/// </summary>
internal static partial class ManifestYaml
{
    private static readonly string[] First = ["apiVersion", "kind", "metadata", "name", "namespace"];

    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        WriteBlock(text, node, indent: 0);
        return text.ToString();
    }

    /// <summary>The same with the keys of all mappings in an order of their own: what names a thing, then the rest.</summary>
    public static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject mapping => new JsonObject(mapping
            .OrderBy(x => Array.IndexOf(First, x.Key) is var place && place < 0 ? First.Length : place)
            .ThenBy(x => x.Key, StringComparer.Ordinal)
            .Select(x => KeyValuePair.Create(x.Key, Sort(x.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Without anything that a reader could take for the end of the line.</summary>
    public static string OneLine(string text) => string.Concat(text.EnumerateRunes().Select(x => IsPlain(x) ? $"{x}" : " "));

    private static void WriteBlock(StringBuilder text, JsonNode? node, int indent)
    {
        if (node is JsonObject mapping)
        {
            foreach (var (index, (key, value)) in mapping.Index())
            {
                // The first key of a mapping in a list stands behind its dash.
                if (index > 0 || text.Length == 0 || text[^1] == '\n')
                    text.Append(' ', indent);
                text.Append(Scalar(key)).Append(':');
                WriteValue(text, value, indent);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                text.Append(' ', indent).Append("- ");
                if (item is JsonObject { Count: > 0 })
                    WriteBlock(text, item, indent + 2);
                else
                    text.Append(Inline(item)).Append('\n');
            }
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int indent)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            WriteBlock(text, value, indent + 2);
        }
        else
        {
            text.Append(' ').Append(Inline(value)).Append('\n');
        }
    }

    private static string Inline(JsonNode? node) => node switch
    {
        JsonObject { Count: 0 } => "{}",
        JsonArray { Count: 0 } => "[]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>()),
        JsonValue value => value.ToJsonString(),
        null => "null",
        _ => throw new ArgumentException("A list of lists is in no manifest.", nameof(node)),
    };

    private static string Scalar(string text) => Plain().IsMatch(text) && !Word().IsMatch(text) ? text : Quoted(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
                quoted.Append('\\').Append((char)rune.Value);
            else if (IsPlain(rune))
                quoted.Append(rune);
            else
                quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Nothing that breaks a line, marks an order of bytes, or cannot be seen to be there.</summary>
    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    /// <summary>Begins as no number and no date does, and has nothing that means anything in YAML.</summary>
    [GeneratedRegex(@"\A[A-Za-z/][A-Za-z0-9._/@-]*(:[A-Za-z0-9._/@-]+)*\z")]
    private static partial Regex Plain();

    /// <summary>In YAML 1.1 all of them are values of other types, in any case.</summary>
    [GeneratedRegex(@"\A(true|false|yes|no|on|off|y|n|null)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
