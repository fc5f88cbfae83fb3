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

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        var reader = new RecordReader(_plan, path, reading);
        var isShort = node is YamlScalar || (node is YamlList && _shorthand?.Shape is ListShape);
        if (isShort && _shorthand is { } shorthand)
            return reader.Read(new YamlMapping(node.At, [new YamlEntry(shorthand.Key, node.At, node)]), AlsoKnown);
        return node is YamlMapping mapping ? reader.Read(mapping, AlsoKnown) : reading.Refuse(node, path, Accepted);
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

    private JsonObject Described(PropertyShape property, SchemaWriter writer)
    {
        var schema = property.Shape.Schema(writer);
        if (ManifestRecord.Default(_type, property) is { } value)
            schema.Insert(0, "default", value);
        if (property.Description is not null)
            schema.Insert(0, "description", property.Description);
        return schema;
    }
}
