namespace Nuke.Common.Tooling;

/// <summary>Tasks whose tool is a package of the Debian family.</summary>
public interface IRequireAptGetPackage : IRequireTool;
