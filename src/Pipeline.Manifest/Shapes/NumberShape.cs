using System.Text.Json.Nodes;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal sealed class NumberShape(Bounds range) : Shape
{
    public override string Accepted => $"a number{range.Words(Bounds.Plain)}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlScalar { Kind: ScalarKind.Int or ScalarKind.Float } scalar)
            return reading.Refuse(node, path, Accepted, ScalarHint.Number(node));
        var number = CoreSchema.Number(scalar);
        if (!double.IsFinite(number))
            return reading.Refuse(node, path, Accepted, "It has to be finite.");
        return range.Holds(number) ? number : reading.Refuse(node, path, Accepted);
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var schema = new JsonObject { ["type"] = "number" };
        range.Write(schema);
        return schema;
    }
}
