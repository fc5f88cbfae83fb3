using System.Runtime.InteropServices;
using Pipeline.Core.Problems;

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

    /// <summary>What servers are published for here: "linux-x64". A machine that no server runs on is a problem.</summary>
    public Validated<string> RuntimeIdentifier()
    {
        if (IsLinux && HostPlatform.Of(Architecture) is { } platform)
            return Validated.Valid(platform.RuntimeIdentifier);
        var system = IsLinux ? "Linux" : "another system";
        return Validated.Invalid<string>(new Problem(
            $"Servers run on Linux on x64 and arm64, and this machine is {system} on {Architecture}.",
            "Package and deploy on such a machine, or in its container."));
    }

    internal string PathOf(string path) => Path.Combine(Root, path);
}
