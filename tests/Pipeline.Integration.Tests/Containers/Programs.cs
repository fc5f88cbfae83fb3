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

/// <summary>The gateway and a model server with bad habits, published as they go into images; once for a run.</summary>
[CollectionDefinition(nameof(Programs))]
public sealed class Programs : ICollectionFixture<Programs>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<ProgramImages> _images;

    public Programs() => _images = new Lazy<ProgramImages>(() =>
    {
        Publish("src/Pipeline.Gateway/Pipeline.Gateway.csproj", ProgramImages.Gateway);
        Publish("tests/Builds/ModelServer/ModelServer.csproj", ProgramImages.Server);
        return new ProgramImages(_folder);
    });

    /// <summary>Where no engine is, nobody asks, and nothing is published.</summary>
    internal ProgramImages Images => _images.Value;

    public void Dispose() => _folder.Dispose();

    /// <summary>With outputs of its own: the tests that run now were built to the usual ones.</summary>
    private void Publish(string project, string name)
    {
        var published = Child.Run(
            "dotnet",
            [
                "publish", Path.Combine(Repository.Root, project), "--configuration", "Release",
                "--runtime", HostSystem.Current.RuntimeIdentifier().OrThrow(), "--self-contained",
                "--output", _folder[name], $"-p:ArtifactsPath={_folder["build"]}", "-verbosity:quiet", "-nologo",
            ],
            Repository.Root);
        published.ExitCode.ShouldBe(0, published.Text);
    }
}

/// <summary>Images of these programs, each made once.</summary>
internal sealed class ProgramImages(TemporaryFolder folder) : IImageLayouts
{
    public const string Gateway = "gateway";
    public const string Server = "server";

    private readonly SemaphoreSlim _oneAtATime = new(1);

    private ImagePackager Packager => new(
        new HostLibraries(HostSystem.Current, new DebianPackages()), new LayerCache(folder["layers"]));

    /// <summary>An image whose model is nothing but habits.</summary>
    public async Task<ImageDigest> MakeAsync(IReadOnlyList<string> habits, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var layout = folder["image"];
            var packaged = await Packager.PackageAsync(
                new PackageRequest
                {
                    Model = ModelName.Parse("loan-default"),
                    Server = (await ServerFiles.ReadAsync(folder[Server], cancellationToken)).OrThrow(),
                    ModelFiles = new Dictionary<string, ReadOnlyMemory<byte>>
                    {
                        ["habits"] = Encoding.UTF8.GetBytes(string.Join('\n', habits)),
                    },
                    Layout = layout,
                },
                cancellationToken);
            var image = packaged.OrThrow();
            var kept = LayoutOf(image.Digest);
            Directory.CreateDirectory(folder["images"]);
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
            var program = (await ServerFiles.ReadAsync(folder[Gateway], cancellationToken)).OrThrow();
            var request = new ProgramRequest("gateway", program, "state", folder["gateway-image"]);
            return (await Packager.PackageAsync(request, cancellationToken)).OrThrow().Layout;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private string LayoutOf(ImageDigest image) => folder["images", image.Value.Hex];
}
