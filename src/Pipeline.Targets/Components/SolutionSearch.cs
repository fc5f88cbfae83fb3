using Pipeline.Core.Problems;

namespace Pipeline.Targets.Components;

/// <summary>Finds the solution of a repository.</summary>
internal static class SolutionSearch
{
    /// <exception cref="InvalidInputException">There is none, or more than one.</exception>
    public static string Find(string root)
    {
        string[] patterns = ["*.sln", "*.slnx"];
        var found = patterns.SelectMany(x => Directory.GetFiles(root, x)).Order(StringComparer.Ordinal).ToArray();
        return found switch
        {
            [var single] => single,
            [] => throw new InvalidInputException(
                [new Problem(root, null, null, "The folder holds no solution (*.sln, *.slnx).")]),
            _ => throw new InvalidInputException([new Problem(
                root,
                null,
                null,
                $"The folder holds {found.Length} solutions: {string.Join(", ", found.Select(Path.GetFileName))}.",
                "Implement 'SolutionFile' in the build class to say which one is meant.")]),
        };
    }
}
