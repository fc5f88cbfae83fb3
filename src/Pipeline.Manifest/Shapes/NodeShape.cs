using System.Text.Json.Nodes;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>Anything; it is bound later, when its shape is known.</summary>
internal sealed class NodeShape : Shape
{
    public override string Accepted => "anything";

    public override object? Read(YamlNode node, string path, Reading reading) =>
        node is YamlRefused ? null : new ManifestNode(node, path, reading.Sources);

    public override JsonObject Schema(SchemaWriter writer) => [];
}
