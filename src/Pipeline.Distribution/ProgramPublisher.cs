using Pipeline.Core.Identity;
using Pipeline.Delivery.Builds;
using Pipeline.Delivery.Programs;

namespace Pipeline.Distribution;

/// <summary>Server, gateway and worker, compiled from the toolkit's sources for a processor.</summary>
/// <param name="root">Of the toolkit's clone.</param>
/// <param name="dotnet">Compiles.</param>
internal sealed class ProgramPublisher(string root, DotnetCli dotnet)
{
    private readonly string _temporary = Path.Combine(root, ".nuke", "temp");
    private readonly SourceClosures _closures = new(root, Path.Combine(root, ".nuke", "temp"));

    /// <summary>Of everything that the program is made of and how, which is known without making it.</summary>
    public async Task<Digest> DigestAsync(ToolkitProgram program, string runtime, CancellationToken cancellationToken)
    {
        var closure = await _closures.FindAsync(ProjectOf(program), cancellationToken);
        // How it is published is written in this very assembly.
        var recipe = typeof(ProgramPublisher).Assembly.ManifestModule.ModuleVersionId;
        return Digest.OfText($"{closure.Digest}\n{runtime}\n{recipe}");
    }

    /// <summary>With the runtime: all run in containers that have none.</summary>
    public async Task<PackageContent> PublishAsync(
        ToolkitProgram program, string runtime, CancellationToken cancellationToken)
    {
        var output = Path.Combine(_temporary, "pack", "publish", program.ToString(), runtime);
        if (Directory.Exists(output))
            Directory.Delete(output, recursive: true);
        await dotnet.RunAsync(
            [
                "publish", ProjectOf(program), "--configuration", "Release", "--runtime", runtime, "-nologo",
                "--self-contained", "true", "--output", output,
                "-property:RunAnalyzers=false", $"-property:ArtifactsPath={Path.Combine(_temporary, "pack")}",
            ],
            cancellationToken);
        var files = Directory.GetFiles(output, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => PackageFile.Of(
                $"{ProgramPackage.Folder}/{Path.GetRelativePath(output, file).Replace('\\', '/')}", file));
        var description = program switch
        {
            ToolkitProgram.Serving =>
                $"Pipeline's inference server for {runtime}, with the runtime that it needs; images are made of it.",
            ToolkitProgram.Gateway =>
                $"Pipeline's gateway for {runtime}, with its runtime; it splits an environment's traffic and keeps its state.",
            _ => $"Pipeline's worker for {runtime}, with its runtime; it trains, tries and profiles where a build sends it.",
        };
        return new PackageContent(new ProgramPackage(program, runtime, "").Id, description, [.. files], []);
    }

    private string ProjectOf(ToolkitProgram program) =>
        Path.Combine(root, "src", $"Pipeline.{program}", $"Pipeline.{program}.csproj");
}
