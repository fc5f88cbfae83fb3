using System.Text.Json.Nodes;
using Pipeline.Core.Documents;
using Pipeline.Manifest.Shapes;

namespace Pipeline.Manifest;

/// <summary>Everything that one of the two manifests may contain: its frame, and the sections that domains registered.</summary>
/// <typeparam name="TFrame">The record of the keys that belong to no domain.</typeparam>
public sealed class ManifestSchema<TFrame>
    where TFrame : class
{
    /// <exception cref="ArgumentException">Two sections share a key or a type, or one takes a key of the frame.</exception>
    public ManifestSchema(params IEnumerable<ManifestSection> sections)
    {
        Sections = [.. sections];
        var keys = Sections.Select(x => x.Key).ToList();
        Frame = new RecordShape(typeof(TFrame)) { AlsoKnown = keys };
        if (Frame.Keys.Concat(keys).GroupBy(x => x).FirstOrDefault(x => x.Count() > 1) is { } twice)
            throw new ArgumentException($"The key '{twice.Key}' is registered twice.", nameof(sections));
        if (Sections.GroupBy(x => x.Type).FirstOrDefault(x => x.Count() > 1) is { } same)
            throw new ArgumentException($"Two sections are a {same.Key.Name}; each has a record of its own.", nameof(sections));
        Shapes = Sections.ToDictionary(x => x, x => ShapeFactory.Of(x.Type));
    }

    public IReadOnlyList<ManifestSection> Sections { get; }

    /// <summary>
    /// Keys of sections that a manifest may have and that are left alone, for who does a part of what it describes. None by
    /// default.
    /// </summary>
    public IReadOnlyCollection<string> Ignored
    {
        get;
        init
        {
            field = [.. value.Where(key => Sections.All(section => section.Key != key))];
            Frame = new RecordShape(typeof(TFrame)) { AlsoKnown = [.. Sections.Select(section => section.Key), .. field] };
        }
    }
    = [];

    internal RecordShape Frame { get; private init; }

    internal IReadOnlyDictionary<ManifestSection, Shape> Shapes { get; }

    /// <summary>JSON Schema (draft 2020-12) of the same records, for editors; the same text at every run.</summary>
    public string ToJsonSchema()
    {
        var writer = new SchemaWriter();
        var schema = Frame.Body(writer);
        var required = (JsonArray?)schema["required"] ?? [];
        foreach (var (section, shape) in Shapes)
        {
            var described = shape.Schema(writer);
            section.Named?.Write(writer.Definition(section.Type), writer);
            if (section.Description is not null)
                described.Insert(0, "description", section.Description);
            schema["properties"]![section.Key] = described;
            if (section.IsRequired)
                required.Add(section.Key);
        }

        schema["required"] ??= required;
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema["$defs"] = writer.Definitions;
        return schema.ToJsonString(DocumentJson.Options) + "\n";
    }
}
