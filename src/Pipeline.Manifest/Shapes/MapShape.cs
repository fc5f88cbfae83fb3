using System.Collections;
using System.Text.Json.Nodes;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

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
