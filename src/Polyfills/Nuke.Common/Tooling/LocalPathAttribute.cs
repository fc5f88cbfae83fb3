using System;
using System.Reflection;
using Nuke.Common.IO;

namespace Nuke.Common.Tooling;

/// <summary>Injects a tool of the repository, by a path that is absolute or relative to its root.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class LocalPathAttribute(string windowsPath, string unixPath) : ToolInjectionAttributeBase
{
    public LocalPathAttribute(string absoluteOrRelativePath)
        : this(absoluteOrRelativePath, absoluteOrRelativePath)
    {
    }

    public override ToolRequirement GetRequirement(MemberInfo member) => null;

    public override object GetValue(MemberInfo member, object instance)
    {
        var path = EnvironmentInfo.IsWin ? windowsPath : unixPath;
        var absolute = PathConstruction.HasPathRoot(path) ? AbsolutePath.Create(path) : NukeBuild.RootDirectory / path;
        return ToolResolver.GetTool(absolute);
    }
}
