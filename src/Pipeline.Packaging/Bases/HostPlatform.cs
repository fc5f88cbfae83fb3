using System.Runtime.InteropServices;

namespace Pipeline.Packaging.Bases;

/// <summary>Where glibc systems of one architecture keep what every program needs.</summary>
/// <param name="Name">As the OCI image specification has it.</param>
/// <param name="Loader">Where programs expect it, from the root.</param>
/// <param name="Folders">Where libraries are searched, the first match wins.</param>
internal sealed record HostPlatform(string Name, string Loader, IReadOnlyList<string> Folders)
{
    private static readonly HostPlatform Amd64 = new(
        "amd64",
        "lib64/ld-linux-x86-64.so.2",
        ["lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "lib64", "usr/lib64", "lib", "usr/lib"]);

    private static readonly HostPlatform Arm64 = new(
        "arm64",
        "lib/ld-linux-aarch64.so.1",
        ["lib/aarch64-linux-gnu", "usr/lib/aarch64-linux-gnu", "lib64", "usr/lib64", "lib", "usr/lib"]);

    public static HostPlatform? Of(Architecture architecture) => architecture switch
    {
        Architecture.X64 => Amd64,
        Architecture.Arm64 => Arm64,
        _ => null,
    };
}
