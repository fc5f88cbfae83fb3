using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Retention;
using Pipeline.Delivery.Builds;
using Pipeline.Packaging.Bases;

namespace Pipeline.Delivery.Programs;

/// <summary>Fetches the programs that run outside of the build, each once for a version.</summary>
internal sealed partial class ProgramPackages(DeliveryRequest request)
{
    private string Folder => Path.Combine(request.TemporaryFolder, "programs");

    private IProgramSource Source => request.Parts.Programs;

    /// <returns>What the server is, which is known without fetching it.</returns>
    public Task<ProgramPackage> FindServerAsync(CancellationToken cancellationToken) =>
        FindAsync(ToolkitProgram.Serving, cancellationToken);

    /// <returns>The folder of the published server.</returns>
    public async Task<string> FetchServerAsync(CancellationToken cancellationToken) =>
        await FetchAsync(await FindServerAsync(cancellationToken), cancellationToken);

    /// <returns>The folder of the published gateway.</returns>
    public async Task<string> FetchGatewayAsync(CancellationToken cancellationToken) =>
        await FetchAsync(await FindAsync(ToolkitProgram.Gateway, cancellationToken), cancellationToken);

    /// <returns>The folder of the published worker.</returns>
    public async Task<string> FetchWorkerAsync(CancellationToken cancellationToken) =>
        await FetchAsync(await FindAsync(ToolkitProgram.Worker, cancellationToken), cancellationToken);

    private Task<ProgramPackage> FindAsync(ToolkitProgram program, CancellationToken cancellationToken) =>
        Source.FindAsync(program, HostSystem.Current.RuntimeIdentifier().OrThrow(), cancellationToken);

    private async Task<string> FetchAsync(ProgramPackage package, CancellationToken cancellationToken)
    {
        var note = Path.Combine(Folder, $"{package.Id}.{package.Version}.txt");
        if (File.Exists(note) && await File.ReadAllTextAsync(note, cancellationToken) is var known && IsComplete(known))
        {
            // What many repositories share is not this one's to renew or to prune.
            if (known.StartsWith(request.TemporaryFolder, StringComparison.Ordinal))
                LastUse.TryRenew(known, request.Clock);
            return Path.Combine(known, ProgramPackage.Folder);
        }

        var feed = await Source.OfferAsync(package, request.Face, cancellationToken);
        using var work = LongWork.Begin($"Fetching {package}", "once per version", request.Face, request.Clock);
        var place = await RestoreAsync(package, feed, cancellationToken);
        await AtomicFile.WriteAsync(note, System.Text.Encoding.UTF8.GetBytes(place), cancellationToken);
        return Path.Combine(place, ProgramPackage.Folder);
    }

    /// <summary>NuGet writes this file last.</summary>
    private static bool IsComplete(string place) => File.Exists(Path.Combine(place, ".nupkg.metadata"));

    /// <summary>By a project that has nothing but the package: NuGet alone knows its feeds and their passwords.</summary>
    private async Task<string> RestoreAsync(ProgramPackage package, ProgramFeed feed, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Folder, $"{package.Id}.{Environment.ProcessId}.tmp");
        var project = Path.Combine(folder, "Program.csproj");
        Directory.CreateDirectory(folder);
        try
        {
            await AtomicFile.WriteAsync(
                project, System.Text.Encoding.UTF8.GetBytes($"{Project(package, feed)}\n"), cancellationToken);
            var (output, exitCode) = await request.Dotnet.TryRunAsync(
                ["restore", project, "-verbosity:quiet", "-nologo"], cancellationToken);
            if (exitCode != 0)
                throw new ProgramNotRestoredException(package, feed, [.. DotnetCli.Errors(output)]);
            await using var assets = File.OpenRead(Path.Combine(folder, "obj", "project.assets.json"));
            using var document = await JsonDocument.ParseAsync(assets, cancellationToken: cancellationToken);
            return document.RootElement.GetProperty("packageFolders").EnumerateObject()
                .Select(store => Path.Combine(store.Name, package.Id.ToLowerInvariant(), package.Version.ToLowerInvariant()))
                .First(IsComplete);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The settings of the repository's own projects are none of its business.</summary>
    private static XElement Project(ProgramPackage package, ProgramFeed feed) => new(
        "Project",
        new XElement(
            "PropertyGroup",
            new XElement("ImportDirectoryBuildProps", false),
            new XElement("ImportDirectoryBuildTargets", false),
            new XElement("ImportDirectoryPackagesProps", false),
            new XElement("BaseIntermediateOutputPath", "obj/"),
            new XElement("MSBuildProjectExtensionsPath", "obj/")),
        new XElement("Import", new XAttribute("Project", "Sdk.props"), new XAttribute("Sdk", "Microsoft.NET.Sdk")),
        new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", "net10.0"),
            feed.Source is null ? null : new XElement("RestoreAdditionalProjectSources", feed.Source),
            feed.Store is null ? null : new XElement("RestorePackagesPath", feed.Store)),
        new XElement(
            "ItemGroup",
            new XElement(
                "PackageDownload", new XAttribute("Include", package.Id), new XAttribute("Version", $"[{package.Version}]"))),
        new XElement("Import", new XAttribute("Project", "Sdk.targets"), new XAttribute("Sdk", "Microsoft.NET.Sdk")));

    /// <summary>A program of the toolkit could not be had as a package.</summary>
    /// <param name="package">Which one.</param>
    /// <param name="feed">Where it was looked for.</param>
    /// <param name="errors">What NuGet said.</param>
    internal sealed partial class ProgramNotRestoredException(
        ProgramPackage package, ProgramFeed feed, IReadOnlyList<string> errors) : Exception(Text(package, feed, errors))
    {
        private static string Text(ProgramPackage package, ProgramFeed feed, IReadOnlyList<string> errors)
        {
            var feeds = feed.Source is null ? "the feeds that NuGet knows here" : $"'{feed.Source}'";
            if (errors.Count > 0 && errors.All(error => NotFound().IsMatch(error)))
            {
                return $"The package {package} is not in {feeds}; add it to a feed, or the feed to nuget.config: "
                    + $"'dotnet nuget add source <feed>'.";
            }

            return $"The package {package} could not be restored: {string.Join(' ', errors.Take(3))}";
        }

        [GeneratedRegex(@"error NU110[123]:")]
        private static partial Regex NotFound();
    }
}
