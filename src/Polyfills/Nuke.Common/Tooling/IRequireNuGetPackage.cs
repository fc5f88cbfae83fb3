namespace Nuke.Common.Tooling;

/// <summary>Tasks whose tool is in a NuGet package.</summary>
public interface IRequireNuGetPackage : IRequireTool, IRequireToolWithVersion;
