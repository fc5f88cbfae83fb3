using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>A text that a type of its own parses, such as a digest. The type's description says what it accepts.</summary>
internal sealed class ParsedShape<T> : Shape
    where T : IParsable<T>
{
    public override string Accepted { get; }
        = typeof(T).GetCustomAttribute<DescriptionAttribute>()?.Description ?? $"a {typeof(T).Name}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        var text = node is YamlScalar { Kind: ScalarKind.Text } scalar ? scalar.Text : null;
        return T.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : reading.Refuse(node, path, Accepted);
    }

    public override JsonObject Schema(SchemaWriter writer) => new() { ["type"] = "string" };
}
