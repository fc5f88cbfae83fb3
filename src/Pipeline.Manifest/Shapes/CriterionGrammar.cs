using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>The keys of a criterion, alone in a mapping or among the keys of a record.</summary>
internal static class CriterionGrammar
{
    private const string Margin = "margin";
    private const string Confidence = "confidence";

    private static readonly NumberShape Number = new(Bounds.None);
    private static readonly NumberShape MarginShape = new(Bounds.None with { Low = 0 });
    private static readonly NumberShape ConfidenceShape = new(new Bounds(0, 1, ExcludesLow: true, ExcludesHigh: true));
    private static readonly TextShape Reference = new(Constraints.None with { Length = Bounds.None with { Low = 1 } });

    public static IReadOnlyList<string> Limits { get; } = ["at-least", "at-most", "between", "one-of", "no-worse-than"];

    public static IReadOnlyList<string> Keys { get; } = [.. Limits, Margin, Confidence];

    public static string Accepted => $"one limit of {string.Join(", ", Limits)}";

    /// <summary>Null and true where there is no limit and none is needed.</summary>
    public static bool TryRead(YamlMapping mapping, bool isRequired, string path, Reading reading, out object? value)
    {
        value = null;
        var limits = mapping.Entries.Where(x => Limits.Contains(x.Key)).ToList();
        if (limits.Count > 1)
            return Second(limits, reading);
        if (!limits.Exists(x => x.Key == "no-worse-than") && !ReadsNoComparison(mapping, reading))
            return false;
        if (limits is [var limit])
            return TryReadLimit(limit, mapping, path, reading, out value);
        if (isRequired)
            reading.Add(mapping.At.Problem($"{Reading.Subject(path)} has no limit; {Accepted} is accepted."));
        return !isRequired;
    }

    public static void Write(JsonObject schema, bool isRequired, SchemaWriter writer)
    {
        var properties = (JsonObject)schema["properties"]!;
        foreach (var key in new[] { "at-least", "at-most" })
            properties[key] = Number.Schema(writer);
        properties["between"] = Array(Number.Schema(writer), new Bounds(2, 2));
        var value = new JsonObject { ["type"] = new JsonArray("string", "number") };
        properties["one-of"] = Array(value, Bounds.None with { Low = 1 });
        properties["no-worse-than"] = Reference.Schema(writer);
        properties[Margin] = MarginShape.Schema(writer);
        properties[Confidence] = ConfidenceShape.Schema(writer);
        schema["dependentRequired"] = new JsonObject(
            new[] { Margin, Confidence }.Select(x => KeyValuePair.Create<string, JsonNode?>(x, new JsonArray("no-worse-than"))));
        var choices = Limits.Select(Requires).ToList<JsonNode?>();
        if (!isRequired)
            choices.Add(new JsonObject { ["not"] = new JsonObject { ["anyOf"] = new JsonArray([.. Limits.Select(Requires)]) } });
        schema["oneOf"] = new JsonArray([.. choices]);
    }

    private static JsonObject Array(JsonObject items, Bounds length)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = items };
        Lengths.Write(length, schema, "Items");
        return schema;
    }

    private static JsonObject Requires(string key) => new() { ["required"] = new JsonArray(key) };

    private static bool Second(List<YamlEntry> limits, Reading reading)
    {
        var isRange = limits.TrueForAll(x => x.Key is "at-least" or "at-most");
        var hint = isRange ? "Write between: [low, high]." : "Write a second entry for a second limit.";
        var message = $"'{limits[1].Key}' is a second limit, after '{limits[0].Key}'; one is accepted.";
        reading.Add(limits[1].At.Problem(message, hint));
        return false;
    }

    private static bool ReadsNoComparison(YamlMapping mapping, Reading reading)
    {
        var strays = mapping.Entries.Where(x => x.Key is Margin or Confidence).ToList();
        foreach (var stray in strays)
            reading.Add(stray.At.Problem($"'{stray.Key}' belongs to 'no-worse-than', which is not here."));
        return strays.Count == 0;
    }

    private static bool TryReadLimit(YamlEntry limit, YamlMapping mapping, string path, Reading reading, out object? value)
    {
        var inner = ManifestPath.Key(path, limit.Key);
        reading.Sources.Add(inner, limit.Value.At);
        value = limit.Key switch
        {
            "at-least" => Number.TryRead(limit.Value, inner, reading, out var x) ? new Criterion.AtLeast((double)x!) : null,
            "at-most" => Number.TryRead(limit.Value, inner, reading, out var x) ? new Criterion.AtMost((double)x!) : null,
            "between" => Between(limit.Value, inner, reading),
            "one-of" => OneOf(limit.Value, inner, reading),
            _ => NoWorseThan(limit.Value, mapping, path, reading),
        };
        return value is not null;
    }

    private static Criterion.Between? Between(YamlNode node, string path, Reading reading)
    {
        const string accepted = "a list of two numbers, the lower one first,";
        if (node is not YamlList { Items: [var first, var second] })
        {
            reading.Refuse(node, path, accepted);
            return null;
        }

        var isLow = Number.TryRead(first, ManifestPath.Item(path, 0), reading, out var low);
        if (!Number.TryRead(second, ManifestPath.Item(path, 1), reading, out var high) || !isLow)
            return null;
        if ((double)low! <= (double)high!)
            return new Criterion.Between((double)low, (double)high);
        var found = $"{Reading.Subject(path)} begins with {first.Found} and ends with {second.Found}";
        reading.Add(node.At.Problem($"{found}; {accepted} is accepted."));
        return null;
    }

    private static Criterion.OneOf? OneOf(YamlNode node, string path, Reading reading)
    {
        const string accepted = "a list of texts or numbers, at least one,";
        if (node is not YamlList { Items: { Count: > 0 } items })
        {
            reading.Refuse(node, path, accepted);
            return null;
        }

        var wrong = items.Where(x => x is not YamlScalar { Kind: not (ScalarKind.Null or ScalarKind.Bool) }).ToList();
        foreach (var item in wrong)
            reading.Refuse(item, path, "a text or a number", ScalarHint.Quote(item));
        return wrong.Count > 0 ? null : new Criterion.OneOf([.. items.Cast<YamlScalar>().Select(x => x.Text)]);
    }

    private static Criterion.NoWorseThan? NoWorseThan(YamlNode node, YamlMapping mapping, string path, Reading reading)
    {
        var isGood = Reference.TryRead(node, ManifestPath.Key(path, "no-worse-than"), reading, out var reference);
        isGood &= TryReadOption(mapping, path, Margin, MarginShape, reading, out var margin);
        isGood &= TryReadOption(mapping, path, Confidence, ConfidenceShape, reading, out var confidence);
        return isGood ? new Criterion.NoWorseThan((string)reference!, margin ?? 0, confidence ?? 0.95) : null;
    }

    private static bool TryReadOption(
        YamlMapping mapping, string path, string key, NumberShape shape, Reading reading, out double? number)
    {
        number = null;
        if (mapping.Find(key) is not { } entry)
            return true;
        var isGood = shape.TryRead(entry.Value, ManifestPath.Key(path, key), reading, out var value);
        number = (double?)value;
        return isGood;
    }
}
