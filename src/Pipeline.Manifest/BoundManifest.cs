using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Shapes;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest;

/// <summary>A manifest as records, which still knows where each value stands in the file.</summary>
public sealed class BoundManifest<TFrame>
    where TFrame : class
{
    private readonly Dictionary<Type, object?> _sections;
    private readonly YamlMapping _root;
    private readonly Sources _sources;

    internal BoundManifest(TFrame frame, Dictionary<Type, object?> sections, YamlMapping root, Sources sources) =>
        (Frame, _sections, _root, _sources) = (frame, sections, root, sources);

    public TFrame Frame { get; }

    /// <exception cref="InvalidOperationException">It is not there; <see cref="Find{T}"/> asks for an optional one.</exception>
    public T Get<T>()
        where T : class =>
        Find<T>() ?? throw new InvalidOperationException($"This manifest has no section that is a {typeof(T).Name}.");

    /// <summary>Null when an optional section is not in the file.</summary>
    public T? Find<T>()
        where T : class =>
        (T?)_sections.GetValueOrDefault(typeof(T));

    /// <summary>
    /// Where the path stands, such as "evaluation.gates[2]"; for what is not written, such as a default, the nearest thing
    /// around it that is.
    /// </summary>
    public SourceLocation Locate(string path) => _sources.Find(path)!;

    /// <summary>
    /// The path of this very record, to keep with what is made of it, as a check's source. A copy made by <c>with</c> is another
    /// record, and is null.
    /// </summary>
    public string? PathOf(object record) => _sources.PathOf(record);

    /// <summary>What is written behind a key at the top, without defaults; null when the key is not there.</summary>
    public JsonNode? JsonOf(string key) => _root.Find(key) is { } entry ? YamlJson.Of(entry.Value) : null;

    /// <summary>
    /// Of the content behind a key at the top, as an input of a stage: layout, comments and the notation of numbers do not
    /// matter. Null when the key is not there.
    /// </summary>
    public Digest? DigestOf(string key) => DigestOf(key, []);

    /// <summary>The same without some keys within it, which do not matter to whoever asks.</summary>
    /// <param name="key">At the top.</param>
    /// <param name="without">Within it, "search.run_cap"; those that are not there do not matter either.</param>
    public Digest? DigestOf(string key, IEnumerable<string> without)
    {
        ArgumentNullException.ThrowIfNull(without);
        if (_root.Find(key) is not { } entry)
            return null;
        var content = YamlJson.Of(entry.Value);
        foreach (var path in without.Select(path => path.Split('.')))
        {
            var around = content as JsonObject;
            foreach (var step in path.SkipLast(1))
                around = around?[step] as JsonObject;
            around?.Remove(path[^1]);
        }

        return Digest.OfJson(content);
    }
}

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
    /// <summary>A record that may stand in place of the name, with the part among its keys; null where none may.</summary>
    public Type? InPlace { get; init; }

    /// <summary>Adds what follows from each name to the schema of the section's record.</summary>
    internal void Write(JsonObject section, SchemaWriter writer)
    {
        var name = (JsonObject)section["properties"]![NameKey]!;
        var accepted = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. Records.Keys.Select(key => JsonValue.Create(key))]) },
            new JsonObject { ["type"] = "string" });
        if (InPlace is { } record)
            accepted.Add((JsonNode)ShapeFactory.Of(record).Schema(writer));
        name["anyOf"] = accepted;
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
