using System.Text;
using Nuke.Common.IO;
using Nuke.Common.Tools.DotNet;
using Pipeline.Core.Identity;
using Pipeline.Targets.Components;

namespace Pipeline.Targets.Delivery;

/// <summary>
/// The programs that run outside of the build: the inference server that goes into images, and the gateway of an environment. Each
/// is published once for a state of its sources.
/// </summary>
internal sealed class ServerBuild(IPipelineBuild build)
{
    private static readonly string[] Projects = ["Pipeline.Core", "Pipeline.Manifest", "Pipeline.Data", "Pipeline.MLNet", "Polyfills"];
    private static readonly string[] Settings = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    public Task<string> PublishServerAsync(CancellationToken cancellationToken) =>
        PublishAsync("Pipeline.Serving", isSelfContained: true, cancellationToken);

    public Task<string> PublishGatewayAsync(CancellationToken cancellationToken) =>
        PublishAsync("Pipeline.Gateway", isSelfContained: false, cancellationToken);

    /// <returns>The folder of the published program, named by the digest of what it is made of.</returns>
    private async Task<string> PublishAsync(string project, bool isSelfContained, CancellationToken cancellationToken)
    {
        var digest = await DigestAsync(project, cancellationToken);
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
            .SetProperty("PackageMode", build.PackageMode)
            .SetProperty("ArtifactsPath", build.TemporaryDirectory / "servers" / "artifacts" / build.PackageMode)
            .SetProperty("RunAnalyzers", "false")
            .SetOutput(draft));
        if (!Directory.Exists(folder))
            Directory.Move(draft, folder);
        return folder;
    }

    private async Task<Digest> DigestAsync(string project, CancellationToken cancellationToken)
    {
        var source = build.RootDirectory / "src";
        var files = Projects.Append(project)
            .SelectMany(x => Directory.EnumerateFiles(source / x, "*", SearchOption.AllDirectories))
            .Concat(Settings.Select(x => (string)(build.RootDirectory / x)))
            .Order(StringComparer.Ordinal);
        var all = new StringBuilder(build.PackageMode);
        foreach (var file in files)
            all.Append('\n').Append(await Digest.OfFileAsync(file, cancellationToken)).Append(' ').Append(file);
        return Digest.OfText(all.ToString());
    }
}
