using System;
using System.Linq;
using System.Reflection;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.ProjectModel;

/// <summary>Injects a solution: of a path, of the parameter of this name, or the only one in the root folder.</summary>
public class SolutionAttribute : ParameterAttribute
{
    private readonly string _relativePath;

    public SolutionAttribute()
    {
    }

    /// <param name="relativePath">Relative to the root folder.</param>
    public SolutionAttribute(string relativePath) => _relativePath = relativePath;

    public override bool List { get; set; }

    /// <summary>Strongly typed projects are not supported.</summary>
    public bool GenerateProjects { get; set; }

    /// <exception cref="NotSupportedException">The projects are to be generated as members of a type.</exception>
    public override object GetValue(MemberInfo member, object instance)
    {
        if (GenerateProjects)
            throw new NotSupportedException("Projects cannot be generated here; use GetProject or AllProjects of the solution.");
        if (_relativePath != null)
            return (NukeBuild.RootDirectory / _relativePath).ReadSolution();
        return base.GetValue(member, instance) as Solution ?? OnlySolution(member).ReadSolution();
    }

    private static AbsolutePath OnlySolution(MemberInfo member)
    {
        var found = NukeBuild.RootDirectory.GlobFiles("*.sln", "*.slnx").ToList();
        var problem = $"'{member.Name}' needs one solution in '{NukeBuild.RootDirectory}', and there are {found.Count}; name it.";
        Assert.Count(found, 1, problem);
        return found[0];
    }
}
