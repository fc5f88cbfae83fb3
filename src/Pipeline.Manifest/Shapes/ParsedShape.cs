using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>A text that a type of its own parses, such as a digest or a model's name. Its description says what it accepts.</summary>
internal sealed class ParsedShape<T> : Shape
    where T : IParsable<T>
{
    public override string Accepted { get; } = typeof(T).GetCustomAttribute<DescriptionAttribute>()?.Description ?? $"a {typeof(T).Name}";

    public override bool TryRead(YamlNode node, string path, Reading reading, out object? value)
    {
        value = node is YamlScalar { Kind: ScalarKind.Text } scalar && T.TryParse(scalar.Text, null, out var parsed) ? parsed : null;
        return value is not null || reading.Refuse(node, path, Accepted);
    }

    public override JsonObject Schema(SchemaWriter writer) => new() { ["type"] = "string" };
}
