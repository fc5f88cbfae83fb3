using System.Text;
using Nuke.Common.IO;
using Nuke.Common.Tools.DotNet;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Extensions;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Targets.Components;

namespace Pipeline.Targets.Delivery;

/// <summary>The team's own class library, built once for a state of its sources.</summary>
internal sealed class ExtensionBuild(IPipelineBuild build)
{
    private static readonly string[] Outputs = ["bin", "obj"];

    /// <summary>Of the library's sources; null where the manifest names none.</summary>
    public async Task<Digest?> DigestAsync(BoundManifest<ModelFrame> manifest, CancellationToken cancellationToken)
    {
        if (manifest.Frame.Extensions is null)
            return null;
        var folder = FolderOf(manifest);
        var all = new StringBuilder();
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(x => Path.GetRelativePath(folder, x))
            .Where(x => !x.Split(Path.DirectorySeparatorChar).Any(Outputs.Contains));
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var digest = await Digest.OfFileAsync(Path.Combine(folder, file), cancellationToken);
            all.Append('\n').Append(digest).Append(' ').Append(file);
        }

        return Digest.OfText(all.ToString());
    }

    /// <summary>The expectations of the library; none where the manifest names none.</summary>
    public async Task<ExpectationCatalog> LoadExpectationsAsync(
        BoundManifest<ModelFrame> manifest, CancellationToken cancellationToken)
    {
        if (await DigestAsync(manifest, cancellationToken) is not { } digest)
            return ExpectationCatalog.Empty;
        var project = ProjectIn(FolderOf(manifest), manifest);
        var library = ExtensionLibrary.Load(Build(project, digest, cancellationToken)).OrThrow();
        return new ExpectationCatalog(library.Create<ICustomExpectation>().OrThrow());
    }

    private string FolderOf(BoundManifest<ModelFrame> manifest)
    {
        var named = manifest.Frame.Extensions!;
        if (ContainedPath.TryResolve(build.RootDirectory, named, out var folder, out var reason) && Directory.Exists(folder))
            return folder;
        throw Refuse(manifest, reason ?? $"There is no folder '{named}' below the root.");
    }

    private static string ProjectIn(string folder, BoundManifest<ModelFrame> manifest)
    {
        var projects = Directory.GetFiles(folder, "*.csproj");
        return projects is [var project] ? project : throw Refuse(
            manifest, $"The folder '{manifest.Frame.Extensions}' has {projects.Length} project files; one is accepted.");
    }

    private string Build(string project, Digest digest, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var folder = build.TemporaryDirectory / "extensions" / name / digest.Hex[..16];
        var assembly = folder / $"{name}.dll";
        if (File.Exists(assembly))
            return assembly;
        using var turn = CompileTurn.Take(build.TemporaryDirectory, cancellationToken);
        DotNetTasks.DotNetBuild(x => x
            .SetProjectFile(project)
            .SetConfiguration("Release")
            .SetProperty("ArtifactsPath", build.TemporaryDirectory / "extensions" / "artifacts")
            .SetProperty("RunAnalyzers", "false")
            .SetOutputDirectory(folder));
        return assembly;
    }

    private static InvalidInputException Refuse(BoundManifest<ModelFrame> manifest, string message) =>
        new([manifest.Locate("extensions").Problem(message, "Name the folder of a class library, from the root.")]);
}
