using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Packaging.Bases;

namespace Pipeline.Delivery.Builds;

/// <summary>
/// The programs that run outside of the build: the inference server that goes into images, and the gateway of an environment.
/// Each is published once for a state of its sources.
/// </summary>
internal sealed class ServerBuild(DeliveryRequest request)
{
    private const string Server = "Pipeline.Serving";
    private const string Gateway = "Pipeline.Gateway";

    private readonly SourceClosures _closures = new(request.Root, request.TemporaryFolder);

    /// <returns>What the server is made of, which is known without building it.</returns>
    public Task<SourceClosure> ServerClosureAsync(CancellationToken cancellationToken) =>
        _closures.FindAsync(ProjectFile(Server), cancellationToken);

    public Task<string> PublishServerAsync(CancellationToken cancellationToken) =>
        PublishAsync(Server, isSelfContained: true, cancellationToken);

    public Task<string> PublishGatewayAsync(CancellationToken cancellationToken) =>
        PublishAsync(Gateway, isSelfContained: false, cancellationToken);

    /// <returns>The folder of the published program, named by the digest of what it is made of and how.</returns>
    private async Task<string> PublishAsync(string project, bool isSelfContained, CancellationToken cancellationToken)
    {
        var runtime = HostSystem.Current.RuntimeIdentifier().OrThrow();
        var closure = await _closures.FindAsync(ProjectFile(project), cancellationToken);
        // How it is published is written in this very assembly.
        var recipe = typeof(ServerBuild).Assembly.ManifestModule.ModuleVersionId;
        var digest = Digest.OfText($"{closure.Digest}\n{runtime}\n{recipe}");
        var folder = Path.Combine(request.TemporaryFolder, "servers", project, digest.Hex[..16]);
        if (LastUse.TryRenew(folder, request.Clock))
            return folder;
        using var turn = CompileTurn.Take(request.TemporaryFolder, request.Face.Say, cancellationToken);
        using var work = LongWork.Begin(
            isSelfContained ? "Publishing the inference server" : "Publishing the gateway",
            "once per version of the toolkit",
            request.Face,
            request.Clock);
        var draft = $"{folder}.{Environment.ProcessId}.tmp";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        await request.Dotnet.RunAsync(
            [
                "publish", ProjectFile(project), "--configuration", "Release", "--runtime", runtime,
                "--self-contained", isSelfContained ? "true" : "false", "--output", draft, "-property:RunAnalyzers=false",
                $"-property:ArtifactsPath={Path.Combine(request.TemporaryFolder, "servers", "artifacts")}",
            ],
            cancellationToken);
        if (!Directory.Exists(folder))
            Directory.Move(draft, folder);
        return folder;
    }

    private string ProjectFile(string project) => Path.Combine(request.Root, "src", project, $"{project}.csproj");
}
