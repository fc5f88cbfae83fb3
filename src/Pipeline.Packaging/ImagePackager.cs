using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Images;
using Pipeline.Packaging.Layers;

namespace Pipeline.Packaging;

/// <summary>Makes the image of a model: base, runtime, server, extensions, and the model as a small last layer.</summary>
/// <param name="source">What the image stands on.</param>
/// <param name="cache">Layers that were compressed before, of any model.</param>
public sealed class ImagePackager(IBaseSource source, LayerCache cache)
{
    /// <exception cref="IOException">A file changed while it was read, or the disk is full. The old layout stays.</exception>
    public async Task<Validated<PackagedImage>> PackageAsync(PackageRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var resolved = await source.ResolveAsync(cancellationToken);
        if (!resolved.TryGet(out var found))
            return Validated.Invalid<PackagedImage>(resolved.Problems);
        if (await ForeignProgramAsync(request.Server, found.Architecture, cancellationToken) is { } foreign)
            return Validated.Invalid<PackagedImage>(foreign);
        var layout = new ImageLayout(request.Layout);
        var layers = new List<PackagedLayer>
        {
            await AddAsync(LayerKind.Base, found.Entries, layout, cancellationToken),
            await AddAsync(LayerKind.Runtime, ImageContents.Of(request.Server.Runtime), layout, cancellationToken),
            await AddAsync(LayerKind.App, ImageContents.App(request.Server.App), layout, cancellationToken),
        };
        if (request.Extensions is { } folder)
            layers.Add(await AddAsync(LayerKind.Extensions, ImageContents.Extensions(folder), layout, cancellationToken));
        layers.Add(await AddModelAsync(ImageContents.Model(request.ModelFiles), layout, cancellationToken));
        var config = ImageContents.Config(found.Architecture, request.Server.Name, layers.Select(x => x.DiffId));
        return Validated.Valid(await FinishAsync(request.Model, layout, new Parts(layers, config, found), cancellationToken));
    }

    /// <summary>The first program or library of the server that the image's processor cannot run.</summary>
    private static async Task<Problem?> ForeignProgramAsync(
        ServerFiles server, string architecture, CancellationToken cancellationToken)
    {
        var platform = HostPlatform.All.First(x => x.Name == architecture);
        foreach (var file in server.App.Concat(server.Runtime))
        {
            if (await ElfFile.MachineOfAsync(file.Source, cancellationToken) is not { } machine || machine == platform.ElfMachine)
                continue;
            var other = HostPlatform.All.FirstOrDefault(x => x.ElfMachine == machine)?.Name ?? $"ELF machine {machine}";
            return new Problem(
                file.Source, null, null, $"This part of the server is for {other}, and the image is for {architecture}.",
                $"Publish the server with --runtime {platform.RuntimeIdentifier}.");
        }

        return null;
    }

    private async Task<PackagedLayer> AddAsync(
        LayerKind kind, IReadOnlyCollection<LayerEntry> entries, ImageLayout layout, CancellationToken cancellationToken)
    {
        var cached = await cache.AddAsync(entries, cancellationToken);
        if (!await layout.HasAsync(cached.Digest, cancellationToken))
            await layout.AddAsync(cached.Digest, (stream, token) => CopyAsync(cached.File, stream, token), cancellationToken);
        var size = new FileInfo(layout.PathOf(cached.Digest)).Length;
        return new PackagedLayer(kind, cached.DiffId, cached.Digest, size, cached.IsReused);
    }

    /// <summary>Uncompressed: a version is a few hundred kilobytes, and its bytes owe nothing to a compressor.</summary>
    private static async Task<PackagedLayer> AddModelAsync(
        IReadOnlyCollection<LayerEntry> entries, ImageLayout layout, CancellationToken cancellationToken)
    {
        var digest = await LayerCache.DiffIdAsync(entries, cancellationToken);
        var isReused = await layout.HasAsync(digest, cancellationToken);
        if (!isReused)
            await layout.AddAsync(digest, (stream, token) => LayerTar.WriteAsync(entries, stream, token), cancellationToken);
        return new PackagedLayer(LayerKind.Model, digest, digest, new FileInfo(layout.PathOf(digest)).Length, isReused);
    }

    private static async Task<PackagedImage> FinishAsync(
        ModelName model, ImageLayout layout, Parts parts, CancellationToken cancellationToken)
    {
        var config = await layout.AddJsonAsync(MediaTypes.Config, parts.Config, cancellationToken);
        var blobs = parts.Layers.Select(Descriptor).ToList();
        var manifest = await layout.AddJsonAsync(
            MediaTypes.Manifest, new OciManifest(2, MediaTypes.Manifest, config, blobs), cancellationToken);
        var name = $"{model}:{manifest.Digest.Brief}";
        await layout.PublishAsync(manifest, name, cancellationToken);
        var digest = new ImageDigest(manifest.Digest);
        return new PackagedImage
        {
            Digest = digest,
            ConfigDigest = config.Digest,
            Name = name,
            Layout = layout.Folder,
            Layers = parts.Layers,
            BillOfMaterials = new BillOfMaterials { Image = digest, Components = parts.Base.Components },
        };
    }

    private static OciDescriptor Descriptor(PackagedLayer layer)
    {
        var type = layer.Kind == LayerKind.Model ? MediaTypes.Layer : MediaTypes.CompressedLayer;
        var annotations = new Dictionary<string, string> { [MediaTypes.KindAnnotation] = MediaTypes.Word(layer.Kind) };
        return new OciDescriptor(type, layer.Digest, layer.Size, annotations);
    }

    private static async Task CopyAsync(string file, Stream target, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(file);
        await source.CopyToAsync(target, cancellationToken);
    }

    private sealed record Parts(IReadOnlyList<PackagedLayer> Layers, OciConfig Config, BaseContents Base);
}

/// <summary>One file of a <see cref="BillOfMaterials"/>.</summary>
/// <param name="Name">"libc.so.6".</param>
/// <param name="Path">In the image, from its root.</param>
/// <param name="Digest">Of its bytes.</param>
/// <param name="Package">The package of the operating system that it came with; null where nobody knows.</param>
/// <param name="Version">The version of that package.</param>
public sealed record BillComponent(string Name, string Path, Digest Digest, string? Package = null, string? Version = null);

/// <summary>What an image holds that was made elsewhere, for whoever has to find out which images a weakness concerns.</summary>
[DocumentSchema("bill-of-materials", 1)]
public sealed record BillOfMaterials : Document
{
    public required ImageDigest Image { get; init; }

    /// <summary>In ordinal order of their paths.</summary>
    public required IReadOnlyList<BillComponent> Components { get; init; }
}
