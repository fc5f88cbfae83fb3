using System.Text.Json.Nodes;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal sealed class WholeShape(Type type, Bounds range) : Shape
{
    private readonly Bounds _type = type == typeof(int) ? new Bounds(int.MinValue, int.MaxValue) : Bounds.None;

    public override string Accepted => $"a whole number{range.Words(Bounds.Plain)}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlScalar { Kind: ScalarKind.Int, Text: var text })
            return reading.Refuse(node, path, Accepted, ScalarHint.Number(node));
        if (CoreSchema.Integer(text) is not { } number || !_type.Holds(number))
            return reading.Refuse(node, path, Accepted, "It is too large to be read.");
        if (!range.Holds(number))
            return reading.Refuse(node, path, Accepted);
        return type == typeof(int) ? (int)number : (object)number;
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var schema = new JsonObject { ["type"] = "integer" };
        range.Write(schema);
        return schema;
    }
}
