using System.Reflection;
using System.Text.Json.Nodes;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal sealed class RecordShape : Shape
{
    private readonly Type _type;
    private readonly RecordPlan _plan;
    private readonly PropertyShape? _shorthand;

    public RecordShape(Type type)
    {
        _type = type;
        _plan = new RecordPlan(type);
        if (type.GetCustomAttribute<ShorthandAttribute>() is { } shorthand)
        {
            _shorthand = _plan.Properties.FirstOrDefault(x => x.Property.Name == shorthand.Property)
                ?? throw new InvalidOperationException($"{type.Name} has no property '{shorthand.Property}' to be short for.");
        }
    }

    public override string Accepted => _shorthand is { } x
        ? $"{x.Shape.Accepted.TrimEnd(',')}, or a mapping with {Names},"
        : $"a mapping with {Names}";

    /// <summary>Beside those of the record: a discriminator, or what is read elsewhere.</summary>
    public IReadOnlyList<string> AlsoKnown { get; init; } = [];

    public IReadOnlyList<string> Keys => _plan.Keys;

    private string Names => _plan.Keys.Count == 0 ? "no keys" : string.Join(", ", AlsoKnown.Concat(_plan.Keys));

    public override bool TryRead(YamlNode node, string path, Reading reading, out object? value)
    {
        value = null;
        var isShort = node is YamlScalar || (node is YamlList && _shorthand?.Shape is ListShape);
        if (isShort && _shorthand is { } shorthand)
            return TryCreate(new YamlMapping(node.At, [new YamlEntry(shorthand.Key, node.At, node)]), path, reading, out value);
        return node is YamlMapping mapping ? TryCreate(mapping, path, reading, out value) : reading.Refuse(node, path, Accepted);
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var reference = writer.Reference(_type, () => Body(writer));
        return _shorthand is null
            ? reference
            : new JsonObject { ["oneOf"] = new JsonArray(_shorthand.Shape.Schema(writer), reference) };
    }

    public JsonObject Body(SchemaWriter writer)
    {
        var named = _plan.Properties.Where(x => !x.IsInline).ToList();
        var required = named.Where(x => x.IsRequired).Select(x => JsonValue.Create(x.Key)).ToArray<JsonNode?>();
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(named.Select(x => KeyValuePair.Create(x.Key, (JsonNode?)Described(x, writer)))),
            ["additionalProperties"] = false,
        };
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        if (_plan.Inline is { } inline)
            CriterionGrammar.Write(schema, inline.IsRequired, writer);
        return schema;
    }

    private static JsonObject Described(PropertyShape property, SchemaWriter writer)
    {
        var schema = property.Shape.Schema(writer);
        if (property.Description is not null)
            schema.Insert(0, "description", property.Description);
        return schema;
    }

    private bool TryCreate(YamlMapping mapping, string path, Reading reading, out object? value)
    {
        var before = reading.Problems.Count;
        var values = new Dictionary<PropertyShape, object?>();
        foreach (var property in _plan.Properties)
            TryReadProperty(property, mapping, path, reading, values);
        foreach (var entry in mapping.Entries.Where(x => !_plan.Keys.Contains(x.Key) && !AlsoKnown.Contains(x.Key)))
            UnknownKey.Report(entry, path, [.. _plan.Keys, .. AlsoKnown], reading);
        var isGood = reading.Problems.Count == before && values.Count == _plan.Properties.Count;
        value = isGood ? Create(values, mapping, path, reading) : null;
        return value is not null;
    }

    private static void TryReadProperty(
        PropertyShape property, YamlMapping mapping, string path, Reading reading, Dictionary<PropertyShape, object?> values)
    {
        if (property.IsInline)
        {
            if (CriterionGrammar.TryRead(mapping, property.IsRequired, path, reading, out var criterion))
                values[property] = criterion;
            return;
        }

        var inner = ManifestPath.Key(path, property.Key);
        if (mapping.Find(property.Key) is not { } entry)
        {
            if (property.IsRequired)
                reading.Add(mapping.At.Problem($"'{inner}' is missing.", $"Accepted is {property.Shape.Accepted.TrimEnd(',')}."));
            else
                values[property] = null;
            return;
        }

        reading.Sources.Add(inner, entry.Value is YamlScalar ? entry.Value.At : entry.At);
        if (property.Shape.TryRead(entry.Value, inner, reading, out var value))
            values[property] = value;
    }

    private object? Create(Dictionary<PropertyShape, object?> values, YamlMapping mapping, string path, Reading reading)
    {
        try
        {
            var record = _plan.Create(values);
            reading.Sources.Add(record, path);
            return record is not IValidatedRecord validated || IsValid(validated, path, reading) ? record : null;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException refusal)
        {
            var reason = refusal.Message.Split('\n')[0].Split(" (Parameter '")[0];
            reading.Add(mapping.At.Problem($"{Reading.Subject(path)} is not accepted: {reason}"));
            return null;
        }
    }

    private bool IsValid(IValidatedRecord record, string path, Reading reading)
    {
        var findings = record.Validate().ToList();
        foreach (var finding in findings)
        {
            var property = _plan.Properties.FirstOrDefault(x => x.Property.Name == finding.Property);
            var place = property is null || property.IsInline ? path : ManifestPath.Key(path, property.Key);
            place = finding.Item is { } item ? ManifestPath.Item(place, item) : place;
            reading.Add(reading.Sources.Find(place)!.Problem($"{Reading.Subject(place)}: {finding.Message}", finding.Hint));
        }

        return findings.Count == 0;
    }
}
