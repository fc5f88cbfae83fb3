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
