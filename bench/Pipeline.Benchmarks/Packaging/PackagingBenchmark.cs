using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Packaging;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Layers;
using Pipeline.Packaging.Images;

namespace Pipeline.Benchmarks.Packaging;

/// <summary>How long an image takes: the first, which compresses its layers, and new versions of the model.</summary>
internal sealed class PackagingBenchmark(string folder, int versions)
{
    private const int ModelBytes = 400_000;
    private readonly ImagePackager _packager = new(
        new HostLibraries(HostSystem.Current, new DebianPackages()), new LayerCache(Path.Combine(folder, "layers")));

    public static Benchmark Entry { get; } = new(
        "packaging",
        "the first image of the server, and new versions of the model",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            x => new PackagingBenchmark(x, versions: 20).RunAsync(output, cancellationToken)));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var server = await PublishedServer.PublishAsync(Path.Combine(folder, "publish"), cancellationToken);
        var (first, next) = (new Timings("first image"), new Timings("new version of the model"));
        var image = await MeasureAsync(server, 0, first, cancellationToken);
        for (var version = 1; version <= versions; version++)
            image = await MeasureAsync(server, version, next, cancellationToken);
        var layers = image.Layers.Select(x => string.Create(
            CultureInfo.InvariantCulture, $"{x.Kind,-32}{x.Size,12:N0} bytes{(x.IsReused ? "" : ", new")}"));
        await output.WriteLineAsync(
            $"""
            packaging: one first image, then {versions} versions of a model

            {Timings.Header}
            {first}
            {next}

            {string.Join('\n', layers)}
            """);
    }

    private async Task<PackagedImage> MeasureAsync(
        ServerFiles server, int version, Timings timings, CancellationToken cancellationToken)
    {
        var model = new byte[ModelBytes];
        new Random(version).NextBytes(model);
        var request = new PackageRequest
        {
            Model = ModelName.Parse("benchmark"),
            Server = server,
            ModelFiles = new Dictionary<string, ReadOnlyMemory<byte>> { ["model.zip"] = model },
            Layout = Path.Combine(folder, "image"),
        };
        var began = Stopwatch.GetTimestamp();
        var image = await _packager.PackageAsync(request, cancellationToken);
        timings.Add(Stopwatch.GetElapsedTime(began));
        return image.OrThrow();
    }
}
