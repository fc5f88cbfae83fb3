namespace Pipeline.Data.Versions;

/// <summary>What is no data: the rules of the .dvcignore files from a project's root down to a folder.</summary>
internal sealed class IgnoreRules
{
    public const string FileName = ".dvcignore";

    private readonly IReadOnlyList<IgnoreRule> _rules;

    private IgnoreRules(IReadOnlyList<IgnoreRule> rules) => _rules = rules;

    /// <param name="project">Whose root they begin at.</param>
    /// <param name="folder">Absolute; its own file is not read.</param>
    public static IgnoreRules Above(DvcProject project, string folder)
    {
        var rules = new List<IgnoreRule>();
        var steps = new Stack<string>();
        for (var step = Path.GetDirectoryName(folder)!; step.Length >= project.Root.Length; step = Path.GetDirectoryName(step)!)
            steps.Push(step);
        foreach (var step in steps.Where(x => File.Exists(Path.Combine(x, FileName))))
        {
            var prefix = step == project.Root ? "" : project.Show(step) + "/";
            var lines = File.ReadLines(Path.Combine(step, FileName));
            rules.AddRange(lines.Select(x => IgnoreRule.Of(x, prefix)).OfType<IgnoreRule>());
        }

        return new IgnoreRules(rules);
    }

    /// <summary>It, or a folder that it lies in, is ignored.</summary>
    /// <param name="path">Of a file, from the project's root, with '/'.</param>
    public bool IgnoresPath(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end > 0; end = path.IndexOf('/', end + 1))
        {
            if (Ignores(path[..end], isFolder: true))
                return true;
        }

        return Ignores(path, isFolder: false);
    }

    /// <param name="path">From the project's root, with '/'.</param>
    /// <param name="isFolder">Rules that end with '/' are for folders alone.</param>
    public bool Ignores(string path, bool isFolder) =>
        _rules.LastOrDefault(x => x.Matches(path, isFolder)) is { TakesBack: false };
}
