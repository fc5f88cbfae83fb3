using Pipeline.Core.Problems;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>What has come to light so far while nodes become values.</summary>
internal sealed class Reading(Sources sources)
{
    private readonly List<Problem> _problems = [];

    public Sources Sources { get; } = sources;

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>The path in quotes, or what the whole is called.</summary>
    public static string Subject(string path) => path.Length == 0 ? "The manifest" : $"'{YamlNode.Brief(path)}'";

    public void Add(Problem problem) => _problems.Add(problem);

    /// <summary>Says what was found and what is accepted. Always null, for the caller to return.</summary>
    public object? Refuse(YamlNode node, string path, string accepted, string? hint = null)
    {
        if (node is not YamlRefused)
            Add(node.At.Problem($"{Subject(path)} is {node.Found}; {accepted} is accepted.", hint));
        return null;
    }
}

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
