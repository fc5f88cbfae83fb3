namespace Nuke.Common.Tooling;

/// <summary>Tasks whose tool is in an npm package.</summary>
public interface IRequireNpmPackage : IRequireTool, IRequireToolWithVersion;
