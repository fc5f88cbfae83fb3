using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>A criterion alone in its mapping: <c>missing: {at-most: 0.05}</c>.</summary>
internal sealed class CriterionShape : Shape
{
    public override string Accepted => $"a mapping with {CriterionGrammar.Accepted}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlMapping mapping)
            return reading.Refuse(node, path, Accepted);
        var unknown = mapping.Entries.Where(x => !CriterionGrammar.Keys.Contains(x.Key)).ToList();
        foreach (var entry in unknown)
            UnknownKey.Report(entry, path, CriterionGrammar.Keys, reading);
        var criterion = new CriterionReader(mapping, path, reading).Read(isRequired: unknown.Count == 0);
        return unknown.Count == 0 ? criterion : null;
    }

    public override JsonObject Schema(SchemaWriter writer) => writer.Reference(typeof(Criterion), () =>
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(), ["additionalProperties"] = false };
        CriterionGrammar.Write(schema, isRequired: true, writer);
        return schema;
    });
}

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

/// <summary>Reads the criterion whose keys stand in a mapping, alone or among others.</summary>
internal sealed class CriterionReader(YamlMapping mapping, string path, Reading reading)
{
    private const string Comparison = "no-worse-than";

    /// <summary>Null where there is none, which is a problem only if one is required, or where it is wrong.</summary>
    public object? Read(bool isRequired)
    {
        var limits = mapping.Entries.Where(x => CriterionGrammar.Limits.Contains(x.Key)).ToList();
        if (limits.Count > 1)
            return Second(limits);
        if (limits is not [{ Key: Comparison }])
            RefuseOptions();
        if (limits is [var limit])
            return ReadLimit(limit);
        if (isRequired)
            reading.Add(mapping.At.Problem($"{Reading.Subject(path)} has no limit; {CriterionGrammar.Accepted} is accepted."));
        return null;
    }

    private object? Second(List<YamlEntry> limits)
    {
        var isRange = limits.TrueForAll(x => x.Key is "at-least" or "at-most");
        var hint = isRange ? "Write between: [low, high]." : "Write a second entry for a second limit.";
        var message = $"'{limits[1].Key}' is a second limit, after '{limits[0].Key}'; one is accepted.";
        reading.Add(limits[1].At.Problem(message, hint));
        return null;
    }

    private void RefuseOptions()
    {
        foreach (var stray in mapping.Entries.Where(x => CriterionGrammar.Options.Contains(x.Key)))
            reading.Add(stray.At.Problem($"'{stray.Key}' belongs to '{Comparison}', which is not here."));
    }

    private Criterion? ReadLimit(YamlEntry limit)
    {
        var inner = ManifestPath.Key(path, limit.Key);
        reading.Sources.Add(inner, limit.Value.At);
        Criterion? criterion = limit.Key switch
        {
            "at-least" => Number(limit.Value, inner) is { } x ? new Criterion.AtLeast(x) : null,
            "at-most" => Number(limit.Value, inner) is { } x ? new Criterion.AtMost(x) : null,
            "between" => Between(limit.Value, inner),
            "one-of" => OneOf(limit.Value, inner),
            _ => NoWorseThan(limit.Value, inner),
        };
        if (criterion is not null)
            reading.Sources.Add(criterion, inner);
        return criterion;
    }

    private double? Number(YamlNode node, string place) => (double?)CriterionGrammar.Number.Read(node, place, reading);

    private Criterion.Between? Between(YamlNode node, string place)
    {
        if (node is not YamlList { Items: [var first, var second] })
            return (Criterion.Between?)reading.Refuse(node, place, CriterionGrammar.Range);
        var (low, high) = (Number(first, ManifestPath.Item(place, 0)), Number(second, ManifestPath.Item(place, 1)));
        if (low <= high)
            return new Criterion.Between(low.Value, high.Value);
        var found = $"{Reading.Subject(place)} begins with {first.Found} and ends with {second.Found}";
        if (low > high)
            reading.Add(node.At.Problem($"{found}; {CriterionGrammar.Range} is accepted."));
        return null;
    }

    private Criterion.OneOf? OneOf(YamlNode node, string place)
    {
        if (node is not YamlList { Items: { Count: > 0 } items })
            return (Criterion.OneOf?)reading.Refuse(node, place, "a list of texts or numbers, at least one,");
        var wrong = items.Where(x => x is not YamlScalar { Kind: not (ScalarKind.Null or ScalarKind.Bool) }).ToList();
        foreach (var item in wrong)
            reading.Refuse(item, place, "a text or a number", ScalarHint.Quote(item));
        return wrong.Count > 0 ? null : new Criterion.OneOf([.. items.Cast<YamlScalar>().Select(x => x.Text)]);
    }

    private Criterion.NoWorseThan? NoWorseThan(YamlNode node, string place)
    {
        var before = reading.Problems.Count;
        var reference = (string?)CriterionGrammar.Reference.Read(node, place, reading);
        var margin = Option("margin", CriterionGrammar.Margin) ?? 0;
        var confidence = Option("confidence", CriterionGrammar.Confidence) ?? 0.95;
        var isGood = reference is not null && reading.Problems.Count == before;
        return isGood ? new Criterion.NoWorseThan(reference!, margin, confidence) : null;
    }

    private double? Option(string key, NumberShape shape) =>
        mapping.Find(key) is { } entry ? (double?)shape.Read(entry.Value, ManifestPath.Key(path, key), reading) : null;
}
