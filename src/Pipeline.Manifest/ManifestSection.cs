using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using Pipeline.Manifest.Shapes;

namespace Pipeline.Manifest;

/// <summary>A key at the top of a manifest and the record behind it, which the domain that owns the record registers.</summary>
/// <param name="Key">In kebab-case: "training".</param>
/// <param name="Type">A record, or an <see cref="IReadOnlyDictionary{TKey, TValue}"/> of records by name.</param>
/// <param name="IsRequired">Whether a manifest without it is refused.</param>
public sealed record ManifestSection(string Key, Type Type, bool IsRequired)
{
    /// <summary>For the JSON Schema, from the record's <see cref="DescriptionAttribute"/>.</summary>
    public string? Description => Type.GetCustomAttribute<DescriptionAttribute>()?.Description;

    /// <summary>Which record a part of the section is bound to, by the name that stands beside it; null where none is.</summary>
    public NamedRecords? Named { get; init; }

    public static ManifestSection Required<T>(string key)
        where T : class =>
        new(key, typeof(T), IsRequired: true);

    public static ManifestSection Optional<T>(string key)
        where T : class =>
        new(key, typeof(T), IsRequired: false);
}

/// <summary>
/// A part of a section whose record depends on a name beside it, as a trainer's options do. Names that are not among these may be
/// written too: a library that is compiled later may have them.
/// </summary>
/// <param name="NameKey">Of the name: "trainer".</param>
/// <param name="RecordKey">Of the part: "options".</param>
/// <param name="Records">By name.</param>
public sealed record NamedRecords(string NameKey, string RecordKey, IReadOnlyDictionary<string, Type> Records)
{
    /// <summary>Adds what follows from each name to the schema of the section's record.</summary>
    internal void Write(JsonObject section, SchemaWriter writer)
    {
        var name = (JsonObject)section["properties"]![NameKey]!;
        name["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. Records.Keys.Select(key => JsonValue.Create(key))]) },
            new JsonObject { ["type"] = "string" });
        section["allOf"] = new JsonArray([.. Records.Select(pair => new JsonObject
        {
            ["if"] = new JsonObject
            {
                ["properties"] = new JsonObject { [NameKey] = new JsonObject { ["const"] = pair.Key } },
                ["required"] = new JsonArray(NameKey),
            },
            ["then"] = new JsonObject
            {
                ["properties"] = new JsonObject { [RecordKey] = ShapeFactory.Of(pair.Value).Schema(writer) },
            },
        })]);
    }
}
