using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Rollouts;
using Pipeline.Packaging;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Images;
using Pipeline.Packaging.Layers;
using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>Images of these programs, each made once.</summary>
internal sealed class ProgramImages(string folder) : IImageLayouts
{
    private const string Gateway = "gateway";
    private const string Server = "server";

    private readonly SemaphoreSlim _oneAtATime = new(1);

    private ImagePackager Packager => new(
        new HostLibraries(HostSystem.Current, new DebianPackages()), new LayerCache(Of("layers")));

    /// <summary>With outputs of its own: whoever asks was built to the usual ones, and may be tested now.</summary>
    /// <param name="repository">The clone.</param>
    /// <param name="folder">For programs and images.</param>
    public static ProgramImages Publish(string repository, string folder)
    {
        Publish(repository, folder, "src/Pipeline.Gateway/Pipeline.Gateway.csproj", Gateway);
        Publish(repository, folder, "tests/Builds/ModelServer/ModelServer.csproj", Server, "-p:StandsInFor=Pipeline.Serving");
        return new ProgramImages(folder);
    }

    /// <summary>An image whose model is nothing but habits.</summary>
    public async Task<ImageDigest> MakeAsync(IReadOnlyList<string> habits, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var layout = Of("image");
            var packaged = await Packager.PackageAsync(
                new PackageRequest
                {
                    Model = ModelName.Parse("loan-default"),
                    Server = (await ServerFiles.ReadAsync(Of(Server), cancellationToken)).OrThrow(),
                    ModelFiles = new Dictionary<string, ReadOnlyMemory<byte>>
                    {
                        ["habits"] = Encoding.UTF8.GetBytes(string.Join('\n', habits)),
                    },
                    Layout = layout,
                },
                cancellationToken);
            var image = packaged.OrThrow();
            var kept = LayoutOf(image.Digest);
            Directory.CreateDirectory(Of("images"));
            if (!Directory.Exists(kept))
                Directory.Move(layout, kept);
            return image.Digest;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public Task<string?> FindAsync(ImageDigest image, CancellationToken cancellationToken) =>
        Task.FromResult(Directory.Exists(LayoutOf(image)) ? LayoutOf(image) : null);

    public async Task<string> MakeGatewayAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var program = (await ServerFiles.ReadAsync(Of(Gateway), cancellationToken)).OrThrow();
            var request = new ProgramRequest("gateway", program, "state", Of("gateway-image"));
            return (await Packager.PackageAsync(request, cancellationToken)).OrThrow().Layout;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private string LayoutOf(ImageDigest image) => Of("images", image.Value.Hex);

    private string Of(params string[] parts) => Path.Combine([folder, .. parts]);

    private static void Publish(string repository, string folder, string project, string name, params string[] options)
    {
        var published = Child.Run(
            "dotnet",
            [
                "publish", Path.Combine(repository, project), "--configuration", "Release",
                "--runtime", HostSystem.Current.RuntimeIdentifier().OrThrow(), "--self-contained",
                "--output", Path.Combine(folder, name), $"-p:ArtifactsPath={Path.Combine(folder, "build")}",
                "-verbosity:quiet", "-nologo", .. options,
            ],
            repository);
        if (published.ExitCode != 0)
            throw new InvalidOperationException($"'{project}' was not published:\n{published.Text}");
    }
}
