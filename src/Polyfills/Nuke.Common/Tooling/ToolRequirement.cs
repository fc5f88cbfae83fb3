namespace Nuke.Common.Tooling;

/// <summary>A tool that must be there before a build starts.</summary>
public class ToolRequirement;
