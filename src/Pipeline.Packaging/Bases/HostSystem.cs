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

/// <summary>Where glibc systems of one architecture keep what every program needs.</summary>
/// <param name="Name">As the OCI image specification has it.</param>
/// <param name="RuntimeIdentifier">As .NET has it.</param>
/// <param name="ElfMachine">Of its programs: e_machine of the ELF header.</param>
/// <param name="Loader">Where programs expect it, from the root.</param>
/// <param name="Folders">Where libraries are searched, the first match wins.</param>
internal sealed record HostPlatform(
    string Name, string RuntimeIdentifier, ushort ElfMachine, string Loader, IReadOnlyList<string> Folders)
{
    private static readonly HostPlatform Amd64 = new(
        "amd64",
        "linux-x64",
        62,
        "lib64/ld-linux-x86-64.so.2",
        ["lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "lib64", "usr/lib64", "lib", "usr/lib"]);

    private static readonly HostPlatform Arm64 = new(
        "arm64",
        "linux-arm64",
        183,
        "lib/ld-linux-aarch64.so.1",
        ["lib/aarch64-linux-gnu", "usr/lib/aarch64-linux-gnu", "lib64", "usr/lib64", "lib", "usr/lib"]);

    /// <summary>Those that images can be made for.</summary>
    public static IReadOnlyList<HostPlatform> All { get; } = [Amd64, Arm64];

    public static HostPlatform? Of(Architecture architecture) => architecture switch
    {
        Architecture.X64 => Amd64,
        Architecture.Arm64 => Arm64,
        _ => null,
    };
}
