using System.Collections;
using System.Text.Json.Nodes;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal sealed class ListShape(Type type, Shape item, Constraints constraints) : Shape
{
    public override string Accepted =>
        (constraints.OrSingle ? item.Accepted.TrimEnd(',') + ", or " : "")
        + $"a list{constraints.Length.Count("item")}, each {item.Accepted.TrimEnd(',')},";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (constraints.OrSingle && node is YamlScalar)
            return ReadItems([node], _ => path, reading);
        if (node is not YamlList list || !constraints.Length.Holds(list.Items.Count))
            return reading.Refuse(node, path, Accepted, ScalarHint.Brackets(node));
        return ReadItems(list.Items, x => ManifestPath.Item(path, x), reading);
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema(writer) };
        Lengths.Write(constraints.Length, schema, "Items");
        return constraints.OrSingle ? new JsonObject { ["oneOf"] = new JsonArray(item.Schema(writer), schema) } : schema;
    }

    private Array? ReadItems(IReadOnlyList<YamlNode> nodes, Func<int, string> path, Reading reading)
    {
        var (items, isGood) = (Array.CreateInstance(type, nodes.Count), true);
        for (var i = 0; i < nodes.Count; i++)
        {
            reading.Sources.Add(path(i), nodes[i].At);
            if (item.Read(nodes[i], path(i), reading) is { } value)
                items.SetValue(value, i);
            else
                isGood = false;
        }

        return isGood ? items : null;
    }
}

/// <summary>Any keys, in the order of the file.</summary>
internal sealed class MapShape(Type type, Shape item, Constraints constraints) : Shape
{
    private readonly Type _map = typeof(OrderedDictionary<,>).MakeGenericType(typeof(string), type);

    public override string Accepted => $"a mapping{constraints.Length.Count("key")}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlMapping mapping || !constraints.Length.Holds(mapping.Entries.Count))
            return reading.Refuse(node, path, Accepted);
        var (items, isGood) = ((IDictionary)Activator.CreateInstance(_map)!, true);
        foreach (var entry in mapping.Entries)
        {
            var inner = ManifestPath.Key(path, entry.Key);
            reading.Sources.Add(inner, entry.At);
            if (item.Read(entry.Value, inner, reading) is { } value)
                items.Add(entry.Key, value);
            else
                isGood = false;
        }

        return isGood ? items : null;
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = item.Schema(writer) };
        Lengths.Write(constraints.Length, schema, "Properties");
        return schema;
    }
}
