using System.Text;
using System.Text.RegularExpressions;

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

/// <summary>A line of a .dvcignore file, in the pattern language of Git (man gitignore).</summary>
internal sealed class IgnoreRule
{
    private const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;

    private readonly Regex _path;

    private IgnoreRule(Regex path, bool isForFolders, bool takesBack) =>
        (_path, IsForFolders, TakesBack) = (path, isForFolders, takesBack);

    /// <summary>It matches no files.</summary>
    public bool IsForFolders { get; }

    /// <summary>What it matches is not ignored, whatever a line before it says.</summary>
    public bool TakesBack { get; }

    /// <param name="line">As it is written.</param>
    /// <param name="folder">Of the file, from the project's root, with a '/' at its end unless it is the root.</param>
    /// <returns>Null for an empty line, a comment, and a pattern that can match nothing, such as "[z-a]".</returns>
    public static IgnoreRule? Of(string line, string folder)
    {
        var pattern = line.TrimEnd('\r').EndsWith("\\ ", StringComparison.Ordinal) ? line.TrimEnd('\r') : line.TrimEnd();
        if (pattern.Length == 0 || pattern[0] == '#')
            return null;
        var takesBack = pattern[0] == '!';
        pattern = takesBack ? pattern[1..] : pattern;
        var isForFolders = pattern.EndsWith('/');
        pattern = pattern.TrimEnd('/');
        var isAnchored = pattern.Contains('/', StringComparison.Ordinal);
        var text = $"\\A{Regex.Escape(folder)}{(isAnchored ? "" : "(?:.*/)?")}{Translate(pattern.TrimStart('/'))}\\z";
        return Compile(text) is { } path ? new IgnoreRule(path, isForFolders, takesBack) : null;
    }

    public bool Matches(string path, bool isFolder) => (isFolder || !IsForFolders) && _path.IsMatch(path);

    private static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, Options);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Translate(string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest.StartsWith("**/") && (i == 0 || pattern[i - 1] == '/'))
                (text, i) = (text.Append("(?:.*/)?"), i + 2);
            else if (rest is "**" && i > 0 && pattern[i - 1] == '/')
                (text, i) = (text.Append(".+"), i + 1);
            else if (rest[0] == '[' && rest[1..].IndexOf(']') is > 0 and var end)
                (text, i) = (text.Append(Class(rest.Slice(1, end).ToString())), i + end + 1);
            else if (rest[0] == '\\' && rest.Length > 1)
                (text, i) = (text.Append(Regex.Escape(rest.Slice(1, 1).ToString())), i + 1);
            else
                text.Append(rest[0] switch { '*' => "[^/]*", '?' => "[^/]", var x => Regex.Escape(x.ToString()) });
        }

        return text.ToString();
    }

    private static string Class(string members)
    {
        var isNegated = members[0] is '!' or '^';
        var plain = (isNegated ? members[1..] : members).Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal).Replace("^", "\\^", StringComparison.Ordinal);
        return plain.Length == 0 ? Regex.Escape($"[{members}]") : $"[{(isNegated ? "^/" : "")}{plain}]";
    }
}
