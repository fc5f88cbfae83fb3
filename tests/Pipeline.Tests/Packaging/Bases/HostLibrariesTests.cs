using System.Runtime.InteropServices;
using Pipeline.Testing;

namespace Pipeline.Packaging.Bases;

public sealed class HostLibrariesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_OfGlibc_GivesLoaderAndLibrariesWithTheirOrigin()
    {
        Assert.SkipUnless(IsGlibc, "The machine has no glibc");

        var found = (await new HostLibraries(HostSystem.Current, new OnePackage()).ResolveAsync(Token)).OrThrow();

        found.Components.Select(x => x.Name).ShouldBe(found.Entries.Select(x => Path.GetFileName(x.Path)));
        found.Components.Select(x => x.Name).ShouldContain("libstdc++.so.6");
        found.Components.Single(x => x.Name == "libc.so.6").Version.ShouldBe("2.36");
        found.Components.ShouldAllBe(x => x.Digest.Hex.Length == 64);
    }

    [Fact]
    public async Task Host_WithoutTheLoader_IsRefusedAsMusl()
    {
        var host = new HostSystem(_folder.Path, IsLinux: true, Architecture.X64);

        var found = await new HostLibraries(host, new OnePackage()).ResolveAsync(Token);

        found.Problems.Single().Message.ShouldBe(
            "The base 'host' needs glibc, and this machine has no /lib64/ld-linux-x86-64.so.2: "
            + "it uses musl or another C library.");
    }

    [Fact]
    public async Task Host_OfAnotherSystem_IsRefused()
    {
        var host = new HostSystem(_folder.Path, IsLinux: false, Architecture.X64);

        var found = await new HostLibraries(host, new OnePackage()).ResolveAsync(Token);

        found.Problems.Single().Message.ShouldContain("runs another system");
    }

    [Fact]
    public async Task Host_OfAnotherArchitecture_IsRefusedByName()
    {
        var host = new HostSystem(_folder.Path, IsLinux: true, Architecture.S390x);

        var found = await new HostLibraries(host, new OnePackage()).ResolveAsync(Token);

        found.Problems.Single().Message.ShouldContain("S390x");
    }

    [Fact]
    public async Task Host_WithoutALibrary_IsRefusedByItsName()
    {
        _folder.Write("lib64/ld-linux-x86-64.so.2", "loader");
        var host = new HostSystem(_folder.Path, IsLinux: true, Architecture.X64);

        var found = await new HostLibraries(host, new OnePackage()).ResolveAsync(Token);

        found.Problems.Single().Message.ShouldContain("needs libc.so.6");
    }

    [Theory]
    [InlineData(Architecture.X64, "linux-x64")]
    [InlineData(Architecture.Arm64, "linux-arm64")]
    public void RuntimeIdentifier_OfALinuxMachine_IsItsOwn(Architecture architecture, string expected) =>
        new HostSystem("/", IsLinux: true, architecture).RuntimeIdentifier().Value.ShouldBe(expected);

    [Theory]
    [InlineData(true, Architecture.S390x, "this machine is Linux on S390x")]
    [InlineData(false, Architecture.X64, "this machine is another system on X64")]
    public void RuntimeIdentifier_WhereNoServerRuns_IsRefused(bool isLinux, Architecture architecture, string reason) =>
        new HostSystem("/", isLinux, architecture).RuntimeIdentifier().Problems.Single().Message.ShouldContain(reason);

    public void Dispose() => _folder.Dispose();

    private static bool IsGlibc => OperatingSystem.IsLinux() && Directory.Exists("/lib64")
        && Directory.EnumerateFiles("/lib64", "ld-linux-x86-64.so.2").Any();

    private sealed class OnePackage : IHostPackages
    {
        public Task<IReadOnlyDictionary<string, HostPackage>> FindAsync(
            IReadOnlyCollection<string> paths, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, HostPackage>>(
                paths.Where(x => x.EndsWith("/libc.so.6", StringComparison.Ordinal))
                    .ToDictionary(x => x, _ => new HostPackage("libc6", "2.36")));
    }
}
