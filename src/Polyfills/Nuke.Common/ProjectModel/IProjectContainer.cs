using System.Collections.Generic;

namespace Nuke.Common.ProjectModel;

/// <summary>What has projects and folders right below it: a solution or one of its folders.</summary>
public interface IProjectContainer
{
    /// <summary>What this is in; null for a solution.</summary>
    IProjectContainer Parent { get; }

    IReadOnlyCollection<SolutionFolder> SolutionFolders { get; }
    IReadOnlyCollection<Project> Projects { get; }
}
