namespace Nuke.Common.Tooling;

/// <summary>A set of tasks that needs a tool.</summary>
public interface IRequireTool;
