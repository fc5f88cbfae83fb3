using System.Text.Json.Nodes;

namespace Pipeline.Manifest.Shapes;

/// <summary>Collects the definitions of records, each once, also where they contain themselves.</summary>
internal sealed class SchemaWriter
{
    private readonly Dictionary<Type, string> _names = [];
    private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);

    public JsonObject Definitions => new(_definitions.Select(x => KeyValuePair.Create<string, JsonNode?>(x.Key, x.Value)));

    public JsonObject Reference(Type type, Func<JsonObject> define)
    {
        if (!_names.TryGetValue(type, out var name))
        {
            name = Name(type);
            _names.Add(type, name);
            _definitions.Add(name, []);
            _definitions[name] = define();
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    /// <exception cref="KeyNotFoundException">Nothing refers to the type yet.</exception>
    public JsonObject Definition(Type type) => _definitions[_names[type]];

    private string Name(Type type)
    {
        var name = type.DeclaringType is { } outer ? $"{outer.Name}.{type.Name}" : type.Name;
        var names = Enumerable.Range(2, int.MaxValue - 2).Select(x => $"{name}-{x}").Prepend(name);
        return names.First(x => !_definitions.ContainsKey(x));
    }
}
