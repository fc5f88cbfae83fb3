namespace Nuke.Common.Tooling;

/// <summary>A set of tasks whose tool is wanted in a certain version.</summary>
public interface IRequireToolWithVersion;
