using System;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>Injects the tool that the PATH variable leads to, by default of the member's name in lower case.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class PathVariableAttribute(string pathExecutable = null) : ToolInjectionAttributeBase
{
    public override ToolRequirement GetRequirement(MemberInfo member) => new PathToolRequirement(NameOf(member));

    public override object GetValue(MemberInfo member, object instance) => ToolResolver.GetEnvironmentOrPathTool(NameOf(member));

    private string NameOf(MemberInfo member) => pathExecutable ?? member.Name.ToLowerInvariant();
}
