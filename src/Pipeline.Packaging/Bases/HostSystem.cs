using System.Runtime.InteropServices;

namespace Pipeline.Packaging.Bases;

/// <summary>The machine whose libraries are taken.</summary>
/// <param name="Root">The folder that is its "/".</param>
/// <param name="IsLinux">Whatever its C library is.</param>
/// <param name="Architecture">Of its programs.</param>
public sealed record HostSystem(string Root, bool IsLinux, Architecture Architecture)
{
    /// <summary>This one.</summary>
    public static HostSystem Current { get; } =
        new("/", OperatingSystem.IsLinux(), RuntimeInformation.OSArchitecture);

    internal string PathOf(string path) => Path.Combine(Root, path);
}
