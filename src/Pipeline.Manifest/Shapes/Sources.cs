using Pipeline.Core.Problems;

namespace Pipeline.Manifest.Shapes;

/// <summary>Where each bound value stands, by its path, and for records by themselves.</summary>
internal sealed class Sources
{
    private readonly Dictionary<string, SourceLocation> _locations = new(StringComparer.Ordinal);
    private readonly Dictionary<object, string> _paths = new(ReferenceEqualityComparer.Instance);

    public void Add(string path, SourceLocation at) => _locations.TryAdd(path, at);

    public void Add(object value, string path) => _paths.TryAdd(value, path);

    public string? PathOf(object value) => _paths.GetValueOrDefault(value);

    /// <summary>Of the path, or of the nearest thing around it that is written in the file.</summary>
    public SourceLocation? Find(string path)
    {
        while (true)
        {
            if (_locations.TryGetValue(path, out var at))
                return at;
            if (path.Length == 0)
                return null;
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }
    }
}
