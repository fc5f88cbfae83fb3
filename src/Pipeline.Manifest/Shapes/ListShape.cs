using System.Text.Json.Nodes;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal sealed class ListShape(Type type, Shape item, Constraints constraints) : Shape
{
    public override string Accepted
        => (constraints.OrSingle ? item.Accepted.TrimEnd(',') + ", or " : "")
        + $"a list{constraints.Length.Count("item")}, each {item.Accepted.TrimEnd(',')},";

    public override bool TryRead(YamlNode node, string path, Reading reading, out object? value)
    {
        value = null;
        if (constraints.OrSingle && node is YamlScalar)
            return TryReadItems([node], _ => path, reading, out value);
        if (node is not YamlList list || !constraints.Length.Holds(list.Items.Count))
            return reading.Refuse(node, path, Accepted, ScalarHint.Brackets(node));
        return TryReadItems(list.Items, x => ManifestPath.Item(path, x), reading, out value);
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema(writer) };
        Lengths.Write(constraints.Length, schema, "Items");
        return constraints.OrSingle ? new JsonObject { ["oneOf"] = new JsonArray(item.Schema(writer), schema) } : schema;
    }

    private bool TryReadItems(IReadOnlyList<YamlNode> nodes, Func<int, string> path, Reading reading, out object? value)
    {
        var (items, isGood) = (Array.CreateInstance(type, nodes.Count), true);
        for (var i = 0; i < nodes.Count; i++)
        {
            reading.Sources.Add(path(i), nodes[i].At);
            if (item.TryRead(nodes[i], path(i), reading, out var read))
                items.SetValue(read, i);
            else
                isGood = false;
        }

        value = items;
        return isGood;
    }
}
