using Nuke.Common.IO;
using Nuke.Common.Tools.DotNet;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Packaging.Bases;
using Pipeline.Targets.Components;

namespace Pipeline.Targets.Delivery;

/// <summary>
/// The programs that run outside of the build: the inference server that goes into images, and the gateway of an environment.
/// Each is published once for a state of its sources.
/// </summary>
internal sealed class ServerBuild(IPipelineBuild build)
{
    private const string Server = "Pipeline.Serving";
    private const string Gateway = "Pipeline.Gateway";

    private readonly SourceClosures _closures = new(build.RootDirectory, build.TemporaryDirectory);

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
        var folder = build.TemporaryDirectory / "servers" / project / digest.Hex[..16];
        if (LastUse.TryRenew(folder, TimeProvider.System))
            return folder;
        using var turn = CompileTurn.Take(build.TemporaryDirectory, cancellationToken);
        using var work = LongWork.Begin(
            isSelfContained ? "Publishing the inference server" : "Publishing the gateway",
            "once per version of the toolkit",
            TimeProvider.System);
        var draft = (AbsolutePath)$"{folder}.{Environment.ProcessId}.tmp";
        draft.DeleteDirectory();
        DotNetTasks.DotNetPublish(x => x
            .SetProject(ProjectFile(project))
            .SetConfiguration("Release")
            .SetRuntime(runtime)
            .SetSelfContained(isSelfContained)
            .SetProperty("ArtifactsPath", build.TemporaryDirectory / "servers" / "artifacts")
            .SetProperty("RunAnalyzers", "false")
            .SetOutput(draft));
        if (!Directory.Exists(folder))
            Directory.Move(draft, folder);
        return folder;
    }

    private AbsolutePath ProjectFile(string project) => build.RootDirectory / "src" / project / $"{project}.csproj";
}
