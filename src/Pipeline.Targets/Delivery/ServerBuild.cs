using System.Text;
using Nuke.Common.IO;
using Nuke.Common.Tools.DotNet;
using Pipeline.Core.Identity;
using Pipeline.Targets.Components;

namespace Pipeline.Targets.Delivery;

/// <summary>
/// The programs that run outside of the build: the inference server that goes into images, and the gateway of an environment.
/// Each is published once for a state of its sources.
/// </summary>
internal sealed class ServerBuild(IPipelineBuild build)
{
    private static readonly string[] ServerSources = ["Pipeline.Serving", "Pipeline.Core", "Pipeline.MLNet"];

    private static readonly string[] GatewaySources = ["Pipeline.Gateway", "Pipeline.Core"];
    private static readonly string[] Settings = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    /// <returns>What the server is made of, which is known without building it.</returns>
    public Task<Digest> ServerDigestAsync(CancellationToken cancellationToken) => DigestAsync(ServerSources, cancellationToken);

    public Task<string> PublishServerAsync(CancellationToken cancellationToken) =>
        PublishAsync(ServerSources, isSelfContained: true, cancellationToken);

    public Task<string> PublishGatewayAsync(CancellationToken cancellationToken) =>
        PublishAsync(GatewaySources, isSelfContained: false, cancellationToken);

    /// <returns>The folder of the published program, named by the digest of what it is made of.</returns>
    private async Task<string> PublishAsync(string[] sources, bool isSelfContained, CancellationToken cancellationToken)
    {
        var project = sources[0];
        var digest = await DigestAsync(sources, cancellationToken);
        var folder = build.TemporaryDirectory / "servers" / project / digest.Hex[..16];
        if (Directory.Exists(folder))
            return folder;
        using var turn = CompileTurn.Take(build.TemporaryDirectory, cancellationToken);
        var draft = (AbsolutePath)$"{folder}.{Environment.ProcessId}.tmp";
        DotNetTasks.DotNetPublish(x => x
            .SetProject(build.RootDirectory / "src" / project / $"{project}.csproj")
            .SetConfiguration("Release")
            .SetRuntime("linux-x64")
            .SetSelfContained(isSelfContained)
            .SetProperty("ArtifactsPath", build.TemporaryDirectory / "servers" / "artifacts")
            .SetProperty("RunAnalyzers", "false")
            .SetOutput(draft));
        if (!Directory.Exists(folder))
            Directory.Move(draft, folder);
        return folder;
    }

    private async Task<Digest> DigestAsync(string[] sources, CancellationToken cancellationToken)
    {
        var files = sources
            .SelectMany(x => Directory.EnumerateFiles(build.RootDirectory / "src" / x, "*", SearchOption.AllDirectories))
            .Select(x => Path.GetRelativePath(build.RootDirectory, x))
            .Concat(Settings)
            .Order(StringComparer.Ordinal);
        var all = new StringBuilder();
        foreach (var file in files)
        {
            var digest = await Digest.OfFileAsync(build.RootDirectory / file, cancellationToken);
            all.Append('\n').Append(digest).Append(' ').Append(file);
        }

        return Digest.OfText(all.ToString());
    }
}
