using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Shapes;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Records;

/// <summary>A part of a manifest whose shape is known only later: the options of a trainer that has yet to be found.</summary>
public sealed class ManifestNode
{
    private readonly YamlNode _node;
    private readonly Sources _sources;

    internal ManifestNode(YamlNode node, string path, Sources sources) => (_node, Path, _sources) = (node, path, sources);

    /// <summary>As <see cref="ManifestPath"/> writes it.</summary>
    public string Path { get; }

    public SourceLocation Location => _node.At;

    /// <summary>The keys of a mapping, in order; none for anything else.</summary>
    public IEnumerable<string> Keys => _node is YamlMapping mapping ? mapping.Entries.Select(x => x.Key) : [];

    /// <summary>What stands there, where that is one text, number or truth and no mapping or list; else null.</summary>
    public string? Text => (_node as YamlScalar)?.Text;

    /// <summary>A mapping with one key more, or another value behind it; itself where there is no mapping, or no value.</summary>
    public ManifestNode With(string key, ManifestNode? value) => _node is YamlMapping mapping && value is not null
        ? new ManifestNode(
            mapping with
            {
                Entries = [.. mapping.Entries.Where(entry => entry.Key != key), new YamlEntry(key, value.Location, value._node)],
            },
            Path,
            _sources)
        : this;

    /// <summary>The items of a list, in order; none for anything else.</summary>
    public IReadOnlyList<ManifestNode> Items => _node is YamlList list
        ? [.. list.Items.Select((x, i) => new ManifestNode(x, ManifestPath.Item(Path, i), _sources))]
        : [];

    /// <summary>What stands behind a key of a mapping; null where there is none.</summary>
    public ManifestNode? Find(string key) => (_node as YamlMapping)?.Find(key) is { } entry
        ? new ManifestNode(entry.Value, ManifestPath.Key(Path, key), _sources)
        : null;

    /// <summary>Of the content: layout, comments and the notation of numbers do not matter.</summary>
    public Digest Digest => YamlJson.DigestOf(_node);

    /// <summary>As the JSON that means the same; null where nothing is written.</summary>
    public JsonNode? ToJson() => YamlJson.Of(_node);

    /// <summary>
    /// A number that stands nowhere, to put in another's place: a whole one is accepted where a whole number is.
    /// </summary>
    /// <param name="number">Finite.</param>
    /// <param name="isWhole">Whether it is one by its kind; 3 may be a number that is not.</param>
    /// <param name="like">Whose place problems with it should have.</param>
    public static ManifestNode Number(double number, bool isWhole, ManifestNode like)
    {
        ArgumentNullException.ThrowIfNull(like);
        var text = isWhole
            ? ((decimal)number).ToString("0", CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
        var scalar = new YamlScalar(like.Location, text, isWhole ? ScalarKind.Int : ScalarKind.Float);
        return new ManifestNode(scalar, like.Path, SourcesAt(like.Location));
    }

    /// <summary>A mapping without keys, where none is written.</summary>
    /// <param name="path">As problems with it should say.</param>
    /// <param name="place">Where they should point at.</param>
    public static ManifestNode Empty(string path, SourceLocation place) =>
        new(new YamlMapping(place, []), path, SourcesAt(place));

    /// <summary>
    /// A copy in which a key, of this mapping or of one in it, stands for another value. Mappings on the way are made where they
    /// are not there; what is there and no mapping is replaced. It may be bound by another thread than this.
    /// </summary>
    /// <param name="keys">From this node on, at least one.</param>
    /// <param name="value">What stands there then.</param>
    public ManifestNode With(IReadOnlyList<string> keys, ManifestNode value)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(value);
        return new ManifestNode(With(_node, keys, 0, value._node), Path, SourcesAt(value.Location));
    }

    private static Sources SourcesAt(SourceLocation place)
    {
        var sources = new Sources();
        sources.Add("", place);
        return sources;
    }

    private static YamlMapping With(YamlNode node, IReadOnlyList<string> keys, int depth, YamlNode value)
    {
        var entries = (node as YamlMapping)?.Entries ?? [];
        var inner = entries.FirstOrDefault(entry => entry.Key == keys[depth])?.Value ?? new YamlMapping(value.At, []);
        var changed = new YamlEntry(
            keys[depth], value.At, depth == keys.Count - 1 ? value : With(inner, keys, depth + 1, value));
        return new YamlMapping(node.At, [.. entries.Where(entry => entry.Key != changed.Key), changed]);
    }

    /// <summary>Binds this part as it would have been bound in its place, source locations included.</summary>
    public Validated<T> Bind<T>()
        where T : notnull
    {
        var bound = Bind(typeof(T));
        return bound.TryGet(out var value) ? Validated.Valid((T)value) : Validated.Invalid<T>(bound.Problems);
    }

    /// <summary>The same for a type that is known only when it runs.</summary>
    public Validated<object> Bind(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var reading = new Reading(_sources);
        return ShapeFactory.Of(type).Read(_node, Path, reading) is { } value
            ? Validated.Valid(value)
            : Validated.Invalid<object>(reading.Problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column));
    }
}
