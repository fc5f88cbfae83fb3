using System.Text.Json.Nodes;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal sealed class BoolShape : Shape
{
    public override string Accepted => "true or false";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        return node is YamlScalar { Kind: ScalarKind.Bool } scalar
            ? CoreSchema.Bool(scalar.Text)
            : reading.Refuse(node, path, Accepted, Hint(node));
    }

    public override JsonObject Schema(SchemaWriter writer) => new() { ["type"] = "boolean" };

    private static string? Hint(YamlNode node) => (node as YamlScalar)?.Text.ToUpperInvariant() switch
    {
        "YES" or "ON" or "Y" => "In YAML 1.2 this is a text; write true.",
        "NO" or "OFF" or "N" => "In YAML 1.2 this is a text; write false.",
        _ => null,
    };
}
