using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.IO;

/// <summary>Looks for patterns below one folder, entering only folders in which they can match.</summary>
internal sealed class GlobWalker(string root, bool ignoreCase)
{
    private const char Exclusion = '!';

    public IEnumerable<string> Files(IReadOnlyCollection<string> patterns) => Find(patterns, Directory.EnumerateFiles);

    public IEnumerable<string> Directories(IReadOnlyCollection<string> patterns) =>
        Find(patterns, Directory.EnumerateDirectories);

    private List<string> Find(IReadOnlyCollection<string> patterns, Func<string, IEnumerable<string>> entries)
    {
        var wanted = patterns.Where(x => !x.StartsWith(Exclusion));
        var unwanted = patterns.Where(x => x.StartsWith(Exclusion)).Select(x => x[1..]);
        return [.. Matches(wanted, entries).Except(Matches(unwanted, entries)).Order(StringComparer.Ordinal)];
    }

    private HashSet<string> Matches(IEnumerable<string> patterns, Func<string, IEnumerable<string>> entries)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (!Directory.Exists(root))
            return found;
        foreach (var segments in patterns.SelectMany(x => GlobPattern.Parse(x, ignoreCase)).Where(x => x.Count > 0))
            new Search(segments, entries, found).Walk(root, 0);
        return found;
    }

    private sealed class Search(
        IReadOnlyList<Regex> segments, Func<string, IEnumerable<string>> entries, HashSet<string> found)
    {
        private readonly HashSet<(string, int)> _visited = [];

        public void Walk(string directory, int index)
        {
            if (!_visited.Add((directory, index)))
                return;
            if (segments[index] == null)
                WalkAnywhere(directory, index);
            else if (index == segments.Count - 1)
                found.UnionWith(entries(directory).Where(x => IsMatch(x, index)));
            else
                Directory.EnumerateDirectories(directory).Where(x => IsMatch(x, index)).ForEach(x => Walk(x, index + 1));
        }

        private void WalkAnywhere(string directory, int index)
        {
            Walk(directory, index + 1);
            Directory.EnumerateDirectories(directory).Where(x => !Links.LeadsUp(x)).ForEach(x => Walk(x, index));
        }

        private bool IsMatch(string path, int index) => segments[index].IsMatch(Path.GetFileName(path));
    }
}
