using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal sealed class EnumShape(Type type) : Shape
{
    private readonly Dictionary<string, object> _values = Enum.GetValues(type).Cast<object>()
        .DistinctBy(x => x.ToString()).ToDictionary(x => JsonNamingPolicy.KebabCaseLower.ConvertName(x.ToString()!));

    public override string Accepted => $"one of {string.Join(", ", _values.Keys)}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlScalar { Kind: ScalarKind.Text, Text: var text })
            return reading.Refuse(node, path, Accepted);
        return _values.TryGetValue(text, out var value)
            ? value
            : reading.Refuse(node, path, Accepted, NearestNames.Question(text, _values.Keys));
    }

    public override JsonObject Schema(SchemaWriter writer) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. _values.Keys.Select(x => JsonValue.Create(x))]) };
}
