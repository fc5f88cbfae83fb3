using Pipeline.Core.Artifacts;
using Pipeline.Core.Extensions;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Retention;
using Pipeline.Manifest;

namespace Pipeline.Delivery.Builds;

/// <summary>The team's own class library, built once for a state of its sources.</summary>
internal sealed class ExtensionBuild(DeliveryRequest request)
{
    private readonly SourceClosures _closures = new(request.Root, request.TemporaryFolder);

    /// <summary>
    /// Of everything that the library is made of, the toolkit that it is compiled against included; null where the manifest names
    /// none.
    /// </summary>
    public async Task<Digest?> DigestAsync(BoundManifest<ModelFrame> manifest, CancellationToken cancellationToken)
    {
        if (manifest.Frame.Extensions is null)
            return null;
        var closure = await _closures.FindAsync(ProjectIn(FolderOf(manifest), manifest), cancellationToken);
        return Digest.OfText($"{closure.Digest}\n{ToolkitBuild.Current}");
    }

    /// <summary>The path of the compiled assembly; null where the manifest names no library.</summary>
    public async Task<string?> CompileAsync(BoundManifest<ModelFrame> manifest, CancellationToken cancellationToken) =>
        await DigestAsync(manifest, cancellationToken) is { } digest
            ? await BuildAsync(ProjectIn(FolderOf(manifest), manifest), digest, cancellationToken)
            : null;

    /// <summary>Null where the manifest names no library.</summary>
    public async Task<ExtensionLibrary?> LoadAsync(BoundManifest<ModelFrame> manifest, CancellationToken cancellationToken) =>
        await CompileAsync(manifest, cancellationToken) is { } assembly ? ExtensionLibrary.Load(assembly).OrThrow() : null;

    private string FolderOf(BoundManifest<ModelFrame> manifest)
    {
        var named = manifest.Frame.Extensions!;
        if (ContainedPath.TryResolve(request.Root, named, out var folder, out var reason) && Directory.Exists(folder))
            return folder;
        throw Refuse(manifest, reason ?? $"There is no folder '{named}' below the root.");
    }

    private static string ProjectIn(string folder, BoundManifest<ModelFrame> manifest)
    {
        var projects = Directory.GetFiles(folder, "*.csproj");
        return projects is [var project] ? project : throw Refuse(
            manifest, $"The folder '{manifest.Frame.Extensions}' has {projects.Length} project files; one is accepted.");
    }

    private async Task<string> BuildAsync(string project, Digest digest, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var folder = Path.Combine(request.TemporaryFolder, "extensions", name, digest.Hex[..16]);
        var assembly = Path.Combine(folder, $"{name}.dll");
        if (LastUse.TryRenew(folder, request.Clock))
            return assembly;
        using var turn = CompileTurn.Take(request.TemporaryFolder, request.Face.Say, cancellationToken);
        using var work = LongWork.Begin(
            $"Compiling the extensions {name}", "once per state of their sources", request.Face, request.Clock);
        // Complete before it has its name: a build that is killed leaves nothing that passes for one that ended.
        var draft = $"{folder}.{Environment.ProcessId}.tmp";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        await request.Dotnet.RunAsync(
            [
                "build", project, "--configuration", "Release", "--output", draft, "-property:RunAnalyzers=false",
                $"-property:ArtifactsPath={Path.Combine(request.TemporaryFolder, "extensions", "artifacts")}",
            ],
            cancellationToken);
        if (!Directory.Exists(folder))
            Directory.Move(draft, folder);
        return assembly;
    }

    private static InvalidInputException Refuse(BoundManifest<ModelFrame> manifest, string message) =>
        new([manifest.Locate("extensions").Problem(message, "Name the folder of a class library, from the root.")]);
}
