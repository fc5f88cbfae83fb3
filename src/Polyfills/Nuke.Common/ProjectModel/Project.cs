using Nuke.Common.IO;

namespace Nuke.Common.ProjectModel;

/// <summary>A project of a solution.</summary>
public class Project : SolutionItem, IAbsolutePathHolder
{
    internal Project(string name, string relativePath, Solution solution, SolutionFolder folder)
        : base(name, solution, folder) =>
        RelativePath = relativePath;

    /// <summary>The path as the solution holds it, with the separators of this system.</summary>
    public string RelativePath { get; }

    public AbsolutePath Path => PathConstruction.HasPathRoot(RelativePath) ? RelativePath : Solution.Directory / RelativePath;

    public AbsolutePath Directory => Path.Parent;

    public string FileName => Path.Name;

    public static implicit operator AbsolutePath(Project project) => project?.Path;

    public static implicit operator string(Project project) => project?.Path;
}
