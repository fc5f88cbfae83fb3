namespace Nuke.Common.Tooling;

/// <summary>A NuGet package that carries a tool; without a version, the latest.</summary>
public class NuGetPackageRequirement(string packageId, string version = null) : ToolRequirement
{
    public string PackageId { get; init; } = packageId;
    public string Version { get; init; } = version;
}
