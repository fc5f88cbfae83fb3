using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Nuke.Common.IO;

namespace Nuke.Common.ProjectModel;

/// <summary>Solution files of the form that begins with <c>Microsoft Visual Studio Solution File</c>.</summary>
internal static partial class ClassicSolution
{
    private const string FolderKind = "2150E333-8FDC-42A3-9474-1A3956D46DE8";

    public static Solution Read(AbsolutePath path)
    {
        var lines = path.ReadAllLines();
        Assert.True(lines.Any(IsHeader), $"The file '{path}' is not a solution.");
        var solution = new Solution(path);
        var entries = lines.Select(x => Entry().Match(x)).Where(x => x.Success).ToList();
        var folders = new Folders(solution, entries.Where(IsFolder), Nesting(lines));
        foreach (var project in entries.Where(x => !IsFolder(x)))
            solution.AddProject(project.Groups["name"].Value, project.Groups["path"].Value, folders.ParentOf(Id(project)));
        return solution;
    }

    private static bool IsHeader(string line) =>
        line.StartsWith("Microsoft Visual Studio Solution File", StringComparison.Ordinal);

    private static bool IsFolder(Match entry) =>
        entry.Groups["kind"].Value.Equals(FolderKind, StringComparison.OrdinalIgnoreCase);

    private static string Id(Match entry) => entry.Groups["id"].Value;

    private static Dictionary<string, string> Nesting(IEnumerable<string> lines) => lines
        .SkipWhile(x => !x.Contains("GlobalSection(NestedProjects)", StringComparison.Ordinal))
        .TakeWhile(x => !x.Contains("EndGlobalSection", StringComparison.Ordinal))
        .Select(x => Pair().Match(x))
        .Where(x => x.Success)
        .GroupBy(x => x.Groups["child"].Value, x => x.Groups["parent"].Value, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(x => x.Key, x => x.Last(), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(
        """^\s*Project\("\{(?<kind>[^}]*)\}"\)\s*=\s*"(?<name>[^"]*)"\s*,\s*"(?<path>[^"]*)"\s*,\s*"\{(?<id>[^}]*)\}"\s*$""")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\s*\{(?<child>[^}]*)\}\s*=\s*\{(?<parent>[^}]*)\}\s*$")]
    private static partial Regex Pair();

    /// <summary>Adds folders after those that they are in; one that is in itself has no place, and is put at the top.</summary>
    private sealed class Folders
    {
        private readonly Solution _solution;
        private readonly Dictionary<string, string> _parents;
        private readonly Dictionary<string, string> _names;
        private readonly Dictionary<string, SolutionFolder> _added = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _adding = new(StringComparer.OrdinalIgnoreCase);

        public Folders(Solution solution, IEnumerable<Match> entries, Dictionary<string, string> parents)
        {
            _solution = solution;
            _parents = parents;
            _names = entries.DistinctBy(Id).ToDictionary(Id, x => x.Groups["name"].Value, StringComparer.OrdinalIgnoreCase);
            foreach (var id in _names.Keys)
                Add(id);
        }

        public SolutionFolder ParentOf(string id) =>
            _parents.TryGetValue(id, out var parent) && _names.ContainsKey(parent) ? Add(parent) : null;

        private SolutionFolder Add(string id)
        {
            if (_added.TryGetValue(id, out var folder) || !_adding.Add(id))
                return folder;
            return _added[id] = _solution.AddFolder(_names[id], ParentOf(id));
        }
    }
}
