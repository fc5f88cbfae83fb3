using System.Text.Json.Nodes;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>A closed family whose member is named by <c>type:</c>.</summary>
internal sealed class ChoiceShape(Type family, IReadOnlyList<TypeChoiceAttribute> choices) : Shape
{
    private const string Key = "type";

    private readonly Dictionary<string, Lazy<RecordShape>> _records = choices.ToDictionary(
        x => x.Name, x => new Lazy<RecordShape>(() => new RecordShape(x.Record) { AlsoKnown = [Key] }));

    public override string Accepted => $"a mapping with type: {string.Join(", ", choices.Select(x => x.Name))}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlMapping mapping)
            return reading.Refuse(node, path, Accepted);
        var (inner, names) = (ManifestPath.Key(path, Key), $"one of {string.Join(", ", _records.Keys)}");
        if (mapping.Find(Key) is not { } entry)
            reading.Add(mapping.At.Problem($"'{inner}' is missing.", $"Accepted is {names}."));
        else if (entry.Value is YamlScalar { Kind: ScalarKind.Text } name && _records.TryGetValue(name.Text, out var record))
            return record.Value.Read(node, path, reading);
        else
            reading.Refuse(entry.Value, inner, names, Hint(entry.Value));
        return null;
    }

    public override JsonObject Schema(SchemaWriter writer) => writer.Reference(family, () => new JsonObject
    {
        ["oneOf"] = new JsonArray([.. choices.Select(x => writer.Reference(x.Record, () => Body(x.Name, writer)))]),
    });

    private string? Hint(YamlNode node) => node is YamlScalar name ? NearestNames.Question(name.Text, _records.Keys) : null;

    private JsonObject Body(string name, SchemaWriter writer)
    {
        var schema = _records[name].Value.Body(writer);
        ((JsonObject)schema["properties"]!).Insert(0, Key, new JsonObject { ["const"] = name });
        var required = (schema["required"] as JsonArray ?? []).Select(x => (string)x!).Prepend(Key);
        schema["required"] = new JsonArray([.. required.Select(x => JsonValue.Create(x))]);
        return schema;
    }
}
