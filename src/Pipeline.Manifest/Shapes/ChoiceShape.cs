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

/// <summary>A closed family whose member is known by a key of its own.</summary>
internal sealed class KeyChoiceShape(Type family, IReadOnlyList<KeyChoiceAttribute> choices) : Shape
{
    private readonly Dictionary<string, Lazy<RecordShape>> _records = choices.ToDictionary(
        x => x.Key, x => new Lazy<RecordShape>(() => new RecordShape(x.Record)));

    public override string Accepted => $"a mapping with {string.Join(" or ", choices.Select(x => x.Key))}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlMapping mapping)
            return reading.Refuse(node, path, Accepted);
        if (choices.FirstOrDefault(x => mapping.Find(x.Key) is not null) is { } choice)
            return _records[choice.Key].Value.Read(node, path, reading);
        var first = mapping.Entries is [var entry, ..] ? entry : null;
        var found = first is null ? "is empty" : $"begins with '{YamlNode.Brief(first.Key)}'";
        var message = $"{Reading.Subject(path)} {found}; {Accepted} is accepted.";
        reading.Add((first?.At ?? mapping.At).Problem(message, Hint(mapping)));
        return null;
    }

    public override JsonObject Schema(SchemaWriter writer) => writer.Reference(family, () => new JsonObject
    {
        ["anyOf"] = new JsonArray([.. choices.Select(x => writer.Reference(x.Record, () => Body(x.Key, writer)))]),
    });

    private JsonObject Body(string key, SchemaWriter writer)
    {
        var schema = _records[key].Value.Body(writer);
        var required = (schema["required"] as JsonArray ?? []).Select(x => (string)x!).Prepend(key).Distinct();
        schema["required"] = new JsonArray([.. required.Select(x => JsonValue.Create(x))]);
        return schema;
    }

    private string? Hint(YamlMapping mapping) =>
        mapping.Entries.Select(x => NearestNames.Question(x.Key, _records.Keys)).FirstOrDefault(x => x is not null);
}
