using System.Linq;
using Nuke.Common.Utilities;

namespace Nuke.Common.ProjectModel;

public static class ProjectContainerExtensions
{
    /// <summary>The project of a name right below the container, not in its folders; null without one.</summary>
    public static Project GetProject(this IProjectContainer container, string name) =>
        container.Projects.SingleOrDefault(x => x.Name.EqualsOrdinalIgnoreCase(name));

    /// <summary>The folder of a name right below the container, not in its folders; null without one.</summary>
    public static SolutionFolder GetSolutionFolder(this IProjectContainer container, string name) =>
        container.SolutionFolders.SingleOrDefault(x => x.Name.EqualsOrdinalIgnoreCase(name));
}
