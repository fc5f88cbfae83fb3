namespace Nuke.Common.Tooling;

/// <summary>Tasks whose tool is found through the PATH variable.</summary>
public interface IRequirePathTool : IRequireTool;
