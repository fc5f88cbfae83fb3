using System.Collections.Generic;
using System.ComponentModel;
using System.IO.Enumeration;
using System.Linq;
using Nuke.Common.IO;

namespace Nuke.Common.ProjectModel;

/// <summary>The projects of a solution file.</summary>
[TypeConverter(typeof(SolutionTypeConverter))]
public class Solution : IProjectContainer, IAbsolutePathHolder
{
    private readonly List<SolutionFolder> _folders = [];
    private readonly List<Project> _projects = [];

    internal Solution(AbsolutePath path) => Path = path;

    public AbsolutePath Path { get; set; }
    public AbsolutePath Directory => Path.Parent;
    public string FileName => Path.Name;
    public string Name => Path.NameWithoutExtension;

    /// <summary>All projects, in the order of the file, whatever folder they are in.</summary>
    public IReadOnlyCollection<Project> AllProjects => _projects;

    public IReadOnlyCollection<SolutionFolder> AllSolutionFolders => _folders;

    public IReadOnlyCollection<Project> Projects => [.. _projects.Where(x => x.Parent == this)];

    public IReadOnlyCollection<SolutionFolder> SolutionFolders => [.. _folders.Where(x => x.Parent == this)];

    IProjectContainer IProjectContainer.Parent => null;

    public static implicit operator AbsolutePath(Solution solution) => solution?.Path;

    public static implicit operator string(Solution solution) => solution?.Path;

    /// <summary>The projects whose name matches a pattern with <c>*</c> and <c>?</c>, in any case.</summary>
    public IEnumerable<Project> GetAllProjects(string wildcardPattern) =>
        _projects.Where(x => FileSystemName.MatchesSimpleExpression(wildcardPattern, x.Name));

    internal SolutionFolder AddFolder(string name, SolutionFolder parent)
    {
        var folder = new SolutionFolder(name, this, parent);
        _folders.Add(folder);
        return folder;
    }

    internal void AddProject(string name, string relativePath, SolutionFolder parent) =>
        _projects.Add(new Project(name, PathText.Normalize(relativePath), this, parent));
}
