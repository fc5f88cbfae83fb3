using System.Text.Json.Nodes;

namespace Pipeline.Manifest.Shapes;

/// <summary>The keys of a criterion, alone in a mapping or among the keys of a record.</summary>
internal static class CriterionGrammar
{
    public const string Range = "a list of two numbers, the lower one first,";

    public static NumberShape Number { get; } = new(Bounds.None);

    public static NumberShape Margin { get; } = new(Bounds.None with { Low = 0 });

    public static NumberShape Confidence { get; } = new(new Bounds(0, 1, ExcludesLow: true, ExcludesHigh: true));

    public static TextShape Reference { get; } = new(Constraints.None with { Length = Bounds.None with { Low = 1 } });

    public static IReadOnlyList<string> Limits { get; } = ["at-least", "at-most", "between", "one-of", "no-worse-than"];

    /// <summary>Of "no-worse-than" alone.</summary>
    public static IReadOnlyList<string> Options { get; } = ["margin", "confidence"];

    public static IReadOnlyList<string> Keys { get; } = [.. Limits, .. Options];

    public static string Accepted => $"one limit of {string.Join(", ", Limits)}";

    /// <summary>Adds the keys to the properties of an object's schema.</summary>
    public static void Write(JsonObject schema, bool isRequired, SchemaWriter writer)
    {
        var properties = (JsonObject)schema["properties"]!;
        var value = new JsonObject { ["type"] = new JsonArray("string", "number") };
        properties["at-least"] = Number.Schema(writer);
        properties["at-most"] = Number.Schema(writer);
        properties["between"] = Array(Number.Schema(writer), new Bounds(2, 2));
        properties["one-of"] = Array(value, Bounds.None with { Low = 1 });
        properties["no-worse-than"] = Reference.Schema(writer);
        properties["margin"] = Margin.Schema(writer);
        properties["confidence"] = Confidence.Schema(writer);
        schema["dependentRequired"] = new JsonObject(
            Options.Select(x => KeyValuePair.Create(x, (JsonNode?)new JsonArray("no-worse-than"))));
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
}
