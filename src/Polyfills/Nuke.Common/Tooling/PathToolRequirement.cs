namespace Nuke.Common.Tooling;

/// <summary>A tool that the PATH variable must lead to.</summary>
public class PathToolRequirement(string pathExecutable) : ToolRequirement
{
    public string PathExecutable { get; init; } = pathExecutable;
}
