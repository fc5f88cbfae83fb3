using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>A criterion alone in its mapping: <c>missing: {at-most: 0.05}</c>.</summary>
internal sealed class CriterionShape : Shape
{
    public override string Accepted => $"a mapping with {CriterionGrammar.Accepted}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlMapping mapping)
            return reading.Refuse(node, path, Accepted);
        var unknown = mapping.Entries.Where(x => !CriterionGrammar.Keys.Contains(x.Key)).ToList();
        foreach (var entry in unknown)
            UnknownKey.Report(entry, path, CriterionGrammar.Keys, reading);
        var criterion = new CriterionReader(mapping, path, reading).Read(isRequired: unknown.Count == 0);
        return unknown.Count == 0 ? criterion : null;
    }

    public override JsonObject Schema(SchemaWriter writer) => writer.Reference(typeof(Criterion), () =>
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(), ["additionalProperties"] = false };
        CriterionGrammar.Write(schema, isRequired: true, writer);
        return schema;
    });
}
