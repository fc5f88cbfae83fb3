using System.Diagnostics;

namespace Pipeline.Packaging.Bases;

/// <summary>Asks <c>dpkg-query</c>. Where there is none, or it fails, nothing is known, and a bill says less.</summary>
public sealed class DebianPackages : IHostPackages
{
    private const string Tool = "/usr/bin/dpkg-query";
    private const string Merged = "usr/";

    public async Task<IReadOnlyDictionary<string, HostPackage>> FindAsync(
        IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        if (!File.Exists(Tool))
            return new Dictionary<string, HostPackage>();
        var asked = paths.Concat(paths.Select(Other)).Select(x => '/' + x);
        var owners = Owners(await RunAsync(["--search", .. asked], cancellationToken));
        if (owners.Count == 0)
            return new Dictionary<string, HostPackage>();
        string[] show = ["--show", "--showformat=${binary:Package} ${Version}\\n", .. owners.Values.Distinct()];
        var versions = Versions(await RunAsync(show, cancellationToken));
        return paths.Select(x => (Path: x, Owner: owners.GetValueOrDefault(x) ?? owners.GetValueOrDefault(Other(x))))
            .Where(x => x.Owner is not null && versions.ContainsKey(x.Owner))
            .ToDictionary(x => x.Path, x => new HostPackage(x.Owner!, versions[x.Owner!]), StringComparer.Ordinal);
    }

    /// <summary>"libc6:amd64: /lib/x86_64-linux-gnu/libc.so.6"; of packages that share a file, the first counts.</summary>
    internal static IReadOnlyDictionary<string, string> Owners(string output)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = line.LastIndexOf(": /", StringComparison.Ordinal);
            if (cut > 0 && !line.StartsWith("diversion ", StringComparison.Ordinal))
                owners.TryAdd(line[(cut + 3)..], line[..cut].Split(", ")[0]);
        }

        return owners;
    }

    private static Dictionary<string, string> Versions(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(x => x.Split(' ', 2))
            .Where(x => x.Length == 2)
            .ToDictionary(x => x[0], x => x[1], StringComparer.Ordinal);

    /// <summary>Where /lib is a link to /usr/lib, packages may name a file either way.</summary>
    private static string Other(string path) =>
        path.StartsWith(Merged, StringComparison.Ordinal) ? path[Merged.Length..] : Merged + path;

    private static async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Tool, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await errors;
        await process.WaitForExitAsync(cancellationToken);
        return output;
    }
}

/// <summary>A package of the operating system, as its tools name it.</summary>
public sealed record HostPackage(string Name, string Version);

/// <summary>The packages that an operating system is made of.</summary>
public interface IHostPackages
{
    /// <summary>The package of each file, by the file's path; a file of none is left out.</summary>
    /// <param name="paths">From the root, without a leading '/'.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<IReadOnlyDictionary<string, HostPackage>> FindAsync(
        IReadOnlyCollection<string> paths, CancellationToken cancellationToken);
}
