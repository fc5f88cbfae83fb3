namespace Nuke.Common.Tooling;

/// <summary>An npm package that carries a tool; without a version, the latest.</summary>
public class NpmPackageRequirement(string packageId, string version = null) : ToolRequirement
{
    public string PackageId { get; init; } = packageId;
    public string Version { get; init; } = version;
}
