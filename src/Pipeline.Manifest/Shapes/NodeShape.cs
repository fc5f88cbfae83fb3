using System.Text.Json.Nodes;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>Anything; it is bound later, when its shape is known.</summary>
internal sealed class NodeShape : Shape
{
    public override string Accepted => "anything";

    public override bool TryRead(YamlNode node, string path, Reading reading, out object? value)
    {
        value = new ManifestNode(node, path, reading.Sources);
        return node is not YamlRefused;
    }

    public override JsonObject Schema(SchemaWriter writer) => [];
}
