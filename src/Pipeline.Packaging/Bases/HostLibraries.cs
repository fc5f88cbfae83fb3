using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Packaging.Layers;

namespace Pipeline.Packaging.Bases;

/// <summary>
/// <c>base: host</c>: the loader and the C libraries of the build machine, with every library that those ask for, in the folders
/// where its loader looks for them. Only glibc on Linux can be taken this way.
/// </summary>
/// <param name="host">Usually <see cref="HostSystem.Current"/>.</param>
/// <param name="packages">Who knows where libraries come from.</param>
public sealed class HostLibraries(HostSystem host, IHostPackages packages) : IBaseSource
{
    /// <summary>What .NET asks for when it starts, or opens by name later: OpenSSL is where it has SHA-256 from.</summary>
    private static readonly string[] Wanted =
    [
        "libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1",
        "libssl.so.3", "libcrypto.so.3",
    ];

    /// <summary>Libraries that a program does without where the host does; none by default.</summary>
    public IReadOnlyList<string> IfThere { get; init; } = [];

    public async Task<Validated<BaseContents>> ResolveAsync(CancellationToken cancellationToken)
    {
        if (Refusal() is { } refusal)
            return Refuse(refusal);
        var platform = HostPlatform.Of(host.Architecture)!;
        var paths = new SortedSet<string>(StringComparer.Ordinal) { platform.Loader };
        string[] wanted =
        [
            .. Wanted, .. IfThere.Where(name => platform.Folders.Any(folder => File.Exists(host.PathOf($"{folder}/{name}")))),
        ];
        var search = new Queue<string>(wanted);
        var seen = new HashSet<string>(wanted, StringComparer.Ordinal) { Path.GetFileName(platform.Loader) };
        while (search.TryDequeue(out var name))
        {
            if (platform.Folders.Select(x => $"{x}/{name}").FirstOrDefault(x => File.Exists(host.PathOf(x))) is not { } path)
                return Refuse($"The base 'host' needs {name}, which is not in {string.Join(", ", platform.Folders)}.");
            paths.Add(path);
            var library = await File.ReadAllBytesAsync(host.PathOf(path), cancellationToken);
            foreach (var needed in ElfFile.NeededBy(library).Where(seen.Add))
                search.Enqueue(needed);
        }

        return Validated.Valid(await DescribeAsync(platform, [.. paths], cancellationToken));
    }

    private string? Refusal()
    {
        if (!host.IsLinux)
            return "The base 'host' is the C library of Linux, and this machine runs another system.";
        if (HostPlatform.Of(host.Architecture) is not { } platform)
            return $"The base 'host' is for x64 and arm64, and this machine is {host.Architecture}.";
        return File.Exists(host.PathOf(platform.Loader))
            ? null
            : $"The base 'host' needs glibc, and this machine has no /{platform.Loader}: it uses musl or another C library.";
    }

    private async Task<BaseContents> DescribeAsync(
        HostPlatform platform, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var origins = await packages.FindAsync(paths, cancellationToken);
        var components = new List<BillComponent>(paths.Count);
        foreach (var path in paths)
        {
            var digest = await Digest.OfFileAsync(host.PathOf(path), cancellationToken);
            var origin = origins.GetValueOrDefault(path);
            components.Add(new BillComponent(Path.GetFileName(path), path, digest, origin?.Name, origin?.Version));
        }

        var entries = paths.Select(x => new LayerEntry.Copy(x, host.PathOf(x), LayerEntry.ProgramMode));
        return new BaseContents(platform.Name, [.. entries], components);
    }

    private static Validated<BaseContents> Refuse(string message) =>
        Validated.Invalid<BaseContents>(new Problem(message, "Package on a glibc Linux such as Debian, Ubuntu or Fedora."));
}

/// <summary>What an image stands on.</summary>
/// <param name="Architecture">As the OCI image specification has it: "amd64", "arm64".</param>
/// <param name="Entries">The files of its layer.</param>
/// <param name="Components">Where they come from.</param>
public sealed record BaseContents(
    string Architecture, IReadOnlyList<LayerEntry> Entries, IReadOnlyList<BillComponent> Components);

/// <summary>Finds the base of an image.</summary>
public interface IBaseSource
{
    /// <summary>A base that cannot be had here is a problem, and no other takes its place.</summary>
    Task<Validated<BaseContents>> ResolveAsync(CancellationToken cancellationToken);
}

/// <summary>What an image stands on. There is never a silent fallback from one to another.</summary>
public enum BaseChoice
{
    /// <summary>The loader and the C libraries of the build machine, and nothing else.</summary>
    Host,
}
