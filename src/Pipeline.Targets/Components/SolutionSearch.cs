using Pipeline.Core.Problems;

namespace Pipeline.Targets.Components;

/// <summary>Finds the solution of a repository.</summary>
internal static class SolutionSearch
{
    /// <exception cref="InvalidInputException">There is none, or more than one.</exception>
    public static string Find(string root)
    {
        string[] found = [.. Directory.GetFiles(root, "*.sln").Concat(Directory.GetFiles(root, "*.slnx")).Order(StringComparer.Ordinal)];
        return found switch
        {
            [var single] => single,
            [] => throw new InvalidInputException([new Problem(root, null, null, "The folder holds no solution (*.sln, *.slnx).")]),
            _ => throw new InvalidInputException([new Problem(
                root,
                null,
                null,
                $"The folder holds {found.Length} solutions: {string.Join(", ", found.Select(Path.GetFileName))}.",
                "Implement 'SolutionFile' in the build class to say which one is meant.")]),
        };
    }
}
