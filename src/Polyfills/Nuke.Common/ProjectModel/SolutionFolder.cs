using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.ProjectModel;

/// <summary>A folder of a solution, which need not be one of the file system.</summary>
public class SolutionFolder : SolutionItem, IProjectContainer
{
    internal SolutionFolder(string name, Solution solution, SolutionFolder folder)
        : base(name, solution, folder)
    {
    }

    public IReadOnlyCollection<SolutionFolder> SolutionFolders => [.. Solution.AllSolutionFolders.Where(x => x.Parent == this)];

    public IReadOnlyCollection<Project> Projects => [.. Solution.AllProjects.Where(x => x.Parent == this)];
}
