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

    /// <summary>
    /// Of the content behind a key at the top, as an input of a stage: layout, comments and the notation of numbers do not
    /// matter. Null when the key is not there.
    /// </summary>
    public Digest? DigestOf(string key) => _root.Find(key) is { } entry ? YamlJson.DigestOf(entry.Value) : null;
}
