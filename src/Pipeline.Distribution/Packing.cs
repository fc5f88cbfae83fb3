using System.Diagnostics;
using System.Text;
using NuGet.Versioning;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery;
using Pipeline.Delivery.Builds;
using Pipeline.Delivery.Programs;

namespace Pipeline.Distribution;

/// <summary>A package that was made.</summary>
/// <param name="Id">"Pipeline.Targets".</param>
/// <param name="Version">"0.2.0".</param>
/// <param name="Path">Of its file.</param>
/// <param name="Bytes">Of its file.</param>
/// <param name="Needs">The packages that it needs.</param>
public sealed record PackedPackage(string Id, string Version, string Path, long Bytes, IReadOnlyList<PackageNeed> Needs);

/// <summary>Makes all packages of the toolkit from its clone.</summary>
/// <param name="root">Of the clone, absolute.</param>
/// <param name="face">Told what takes long.</param>
/// <param name="clock">Measures how long it takes.</param>
public sealed class Packing(string root, IDeliveryFace face, TimeProvider clock)
{
    /// <summary>What programs are made for, unless fewer are asked for.</summary>
    public static IReadOnlyList<string> Runtimes { get; } = ["linux-x64", "linux-arm64"];

    private readonly DotnetCli _dotnet = new(root);

    /// <summary>
    /// Packs libraries, programs and the template with one version: that of the git tag <c>v*</c> at a clean commit, else one of
    /// the sources' content, which comes before the next release.
    /// </summary>
    /// <param name="folder">Gets the packages, in place of those of the toolkit that it has.</param>
    /// <param name="runtimes">What programs are made for; of <see cref="Runtimes"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>In the order of their names.</returns>
    /// <exception cref="InvalidInputException">A runtime is unknown, or the tag has another version than the sources.</exception>
    public async Task<IReadOnlyList<PackedPackage>> PackAsync(
        string folder, IReadOnlyCollection<string> runtimes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runtimes);
        if (runtimes.Except(Runtimes).FirstOrDefault() is { } unknown)
        {
            throw new InvalidInputException([new Problem(
                $"Programs are not made for '{unknown}'.", $"Accepted are {string.Join(" and ", Runtimes)}.")]);
        }

        var released = await ReleasedVersionAsync(cancellationToken);
        var temporary = Path.Combine(root, ".nuke", "temp");
        Directory.CreateDirectory(temporary);
        using var turn = CompileTurn.Take(temporary, face.Say, cancellationToken);
        var contents = new List<PackageContent>();
        using (LongWork.Begin("Compiling the libraries", "incremental", face, clock))
            contents.AddRange(await new LibraryPackages(root, _dotnet).MakeAsync(cancellationToken));
        var publisher = new ProgramPublisher(root, _dotnet);
        foreach (var runtime in runtimes.Distinct().Order(StringComparer.Ordinal))
        {
            using var work = LongWork.Begin($"Publishing the programs for {runtime}", "incremental", face, clock);
            foreach (var program in Enum.GetValues<ToolkitProgram>())
                contents.Add(await publisher.PublishAsync(program, runtime, cancellationToken));
        }

        var standIn = contents.FirstOrDefault(content => content.Id == LibraryPackages.NukeStandIn);
        var nuke = standIn?.Id ?? LibraryPackages.Nuke;
        var template = TemplatePackage.Make(root, null, nuke);
        var version = released ?? ClonePrograms.Development(await DigestAsync([.. contents, template], cancellationToken));
        contents.Add(TemplatePackage.Make(root, version, nuke));
        contents.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
        var license = Path.Combine(root, "LICENSE");
        foreach (var old in Directory.Exists(folder) ? Directory.GetFiles(folder, "Pipeline.*.nupkg") : [])
            File.Delete(old);
        return [.. contents.Select(content => Write(content, folder, version, license))];
    }

    private static PackedPackage Write(PackageContent content, string folder, NuGetVersion version, string license)
    {
        var path = content.Write(folder, version, license);
        return new PackedPackage(
            content.Id, version.ToNormalizedString(), path, new FileInfo(path).Length, content.Needs);
    }

    private static async Task<Digest> DigestAsync(IReadOnlyList<PackageContent> contents, CancellationToken cancellationToken)
    {
        var all = new StringBuilder();
        foreach (var content in contents)
            all.Append(await content.DigestAsync(cancellationToken)).Append('\n');
        return Digest.OfText(all.ToString());
    }

    /// <summary>Null where the commit is no release, or the work tree is not what was committed.</summary>
    private async Task<NuGetVersion?> ReleasedVersionAsync(CancellationToken cancellationToken)
    {
        if (await GitAsync(["describe", "--tags", "--exact-match", "--match", "v*"], cancellationToken) is not { } tag
            || await GitAsync(["status", "--porcelain"], cancellationToken) is not "")
        {
            return null;
        }

        return tag == $"v{Toolkit.Version}"
            ? NuGetVersion.Parse(Toolkit.Version)
            : throw new InvalidInputException([new Problem(
                $"The commit has the tag '{tag}', and the sources say that they are version {Toolkit.Version}.",
                "Make both say the same: the version is in Directory.Build.props.")]);
    }

    /// <returns>What git printed; null where it failed or is not there.</returns>
    private async Task<string?> GitAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var output = await git.StandardOutput.ReadToEndAsync(cancellationToken);
            await git.WaitForExitAsync(cancellationToken);
            return git.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
