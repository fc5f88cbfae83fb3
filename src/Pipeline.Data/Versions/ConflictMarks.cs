using System.Text.RegularExpressions;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Versions;

/// <summary>What Git leaves in a file that two people changed, until somebody has chosen.</summary>
internal static partial class ConflictMarks
{
    /// <summary>The problem of a file that has such marks; null for any other.</summary>
    /// <param name="lines">Of the file.</param>
    /// <param name="shown">What a person calls it.</param>
    public static Problem? Find(IEnumerable<string> lines, string shown) =>
        lines.Index().Where(x => Mark().IsMatch(x.Item)).Select(x => new Problem(
            shown, x.Index + 1, null, "The file has conflict marks of Git.",
            "Keep the lines of one side and delete the marks, or run 'git checkout --ours' or '--theirs' on it."))
            .FirstOrDefault();

    [GeneratedRegex(@"\A(?:<{7}|>{7})(?:[ \r]|\z)")]
    private static partial Regex Mark();
}
