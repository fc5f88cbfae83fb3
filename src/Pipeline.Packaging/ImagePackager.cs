using System.ComponentModel;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
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
        var (flavor, server) = (request.Flavor, request.Server);
        List<ServerFile> own = [.. server.Runtime.Where(x => ServerFiles.IsOf(x, flavor.Packages))];
        if (!flavor.IsNeeded && own.Count > 0)
            server = await server.WithoutAsync(flavor.Packages, cancellationToken);
        var layers = new List<PackagedLayer>
        {
            await AddAsync(LayerKind.Base, found.Entries, layout, cancellationToken),
            await AddAsync(LayerKind.Runtime, ImageContents.Of(server.Runtime.Except(own)), layout, cancellationToken),
        };
        if (flavor.IsNeeded && own.Count > 0)
            layers.Add(await AddAsync(LayerKind.Flavor, ImageContents.Of(own), layout, cancellationToken));
        layers.Add(await AddAsync(LayerKind.App, ImageContents.App(server.App), layout, cancellationToken));
        if (request.Extensions is { } folder)
            layers.Add(await AddAsync(LayerKind.Extensions, ImageContents.Extensions(folder), layout, cancellationToken));
        layers.Add(await AddModelAsync(ImageContents.Model(request.ModelFiles), layout, cancellationToken));
        var variables = flavor.Variables.Where(_ => flavor.IsNeeded).Select(x => $"{x.Key}={x.Value}");
        var config = ImageContents.Config(
            found.Architecture, server.Name, ImageContents.ServerVariables(variables), layers.Select(x => x.DiffId));
        var bill = await BillAsync(found.Components, flavor.IsNeeded ? own : [], cancellationToken);
        return Validated.Valid(await FinishAsync($"{request.Model}", layout, new Parts(layers, config, bill), cancellationToken));
    }

    /// <summary>Makes the image of a program that is no server of a model: base, runtime, program, extensions.</summary>
    /// <exception cref="IOException">A file changed while it was read, or the disk is full. The old layout stays.</exception>
    public async Task<Validated<PackagedImage>> PackageAsync(ProgramRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var resolved = await source.ResolveAsync(cancellationToken);
        if (!resolved.TryGet(out var found))
            return Validated.Invalid<PackagedImage>(resolved.Problems);
        if (await ForeignProgramAsync(request.Program, found.Architecture, cancellationToken) is { } foreign)
            return Validated.Invalid<PackagedImage>(foreign);
        var layout = new ImageLayout(request.Layout);
        List<PackagedLayer> layers =
        [
            await AddAsync(LayerKind.Base, found.Entries, layout, cancellationToken),
            await AddAsync(LayerKind.Runtime, ImageContents.Of(request.Program.Runtime), layout, cancellationToken),
            await AddAsync(
                LayerKind.App, ImageContents.Program(request.Program.App, request.StateFolder), layout, cancellationToken),
        ];
        if (request.Extensions is { } folder)
            layers.Add(await AddAsync(LayerKind.Extensions, ImageContents.Extensions(folder), layout, cancellationToken));
        var config = ImageContents.Config(found.Architecture, request.Program.Name, [], layers.Select(x => x.DiffId));
        var bill = await BillAsync(found.Components, [], cancellationToken);
        return Validated.Valid(await FinishAsync(request.Name, layout, new Parts(layers, config, bill), cancellationToken));
    }

    /// <summary>What the base has, and what a flavor brings along that was made elsewhere.</summary>
    private static async Task<IReadOnlyList<BillComponent>> BillAsync(
        IReadOnlyList<BillComponent> components, List<ServerFile> flavor, CancellationToken cancellationToken)
    {
        var bill = new List<BillComponent>(components);
        foreach (var file in flavor)
        {
            bill.Add(new BillComponent(
                Path.GetFileName(file.Path), ImageContents.PathOf(file),
                await Digest.OfFileAsync(file.Source, cancellationToken), file.Package, file.Version));
        }

        return [.. bill.OrderBy(component => component.Path, StringComparer.Ordinal)];
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
        string repository, ImageLayout layout, Parts parts, CancellationToken cancellationToken)
    {
        var config = await layout.AddJsonAsync(MediaTypes.Config, parts.Config, cancellationToken);
        var blobs = parts.Layers.Select(Descriptor).ToList();
        var manifest = await layout.AddJsonAsync(
            MediaTypes.Manifest, new OciManifest(2, MediaTypes.Manifest, config, blobs), cancellationToken);
        var name = $"{repository}:{manifest.Digest.Brief}";
        await layout.PublishAsync(manifest, name, cancellationToken);
        var digest = new ImageDigest(manifest.Digest);
        return new PackagedImage
        {
            Digest = digest,
            ConfigDigest = config.Digest,
            Name = name,
            Layout = layout.Folder,
            Layers = parts.Layers,
            BillOfMaterials = new BillOfMaterials { Image = digest, Components = parts.Bill },
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

    private sealed record Parts(IReadOnlyList<PackagedLayer> Layers, OciConfig Config, IReadOnlyList<BillComponent> Bill);
}

/// <summary>One file of a <see cref="BillOfMaterials"/>.</summary>
/// <param name="Name">"libc.so.6".</param>
/// <param name="Path">In the image, from its root.</param>
/// <param name="Digest">Of its bytes.</param>
/// <param name="Package">The package, of the operating system or of NuGet, that it came with; null where nobody knows.</param>
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

/// <summary>What an image is made of.</summary>
public sealed record PackageRequest
{
    /// <summary>Names the image for people; it is no part of the image.</summary>
    public required ModelName Model { get; init; }

    public required ServerFiles Server { get; init; }

    /// <summary>Every file of the model, its signature among them, by plain name.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ModelFiles { get; init; }

    /// <summary>What of the server only models of some flavor need. Default: nothing.</summary>
    public FlavorNeeds Flavor { get; init; } = FlavorNeeds.None;

    /// <summary>The folder of the team's published assemblies; null without extensions.</summary>
    public string? Extensions { get; init; }

    /// <summary>The folder that becomes the OCI layout; what was there is replaced once the new image is complete.</summary>
    public required string Layout { get; init; }
}

/// <summary>What the image of a program is made of.</summary>
/// <param name="Name">Names the image for people; it is no part of the image.</param>
/// <param name="Program">Published, with its runtime.</param>
/// <param name="StateFolder">The folder that it writes to, from the root of the image, without a slash before it.</param>
/// <param name="Layout">The folder that becomes the OCI layout; what was there is replaced once the image is complete.</param>
public sealed record ProgramRequest(string Name, ServerFiles Program, string StateFolder, string Layout)
{
    /// <summary>The folder of the team's published assemblies; null, the default, without extensions.</summary>
    public string? Extensions { get; init; }
}

/// <summary>
/// What a server needs for models of one flavor alone: a layer of its own in their images, and left out of all others.
/// </summary>
/// <param name="Packages">By name.</param>
/// <param name="Variables">That the server is started with.</param>
/// <param name="IsNeeded">The model of the image is of that flavor.</param>
public sealed record FlavorNeeds(
    IReadOnlyCollection<string> Packages, IReadOnlyDictionary<string, string> Variables, bool IsNeeded)
{
    public static FlavorNeeds None { get; } = new([], new Dictionary<string, string>(), IsNeeded: false);
}

/// <summary>An image that is ready to be deployed.</summary>
public sealed record PackagedImage
{
    /// <summary>Of its manifest: a function of the model, the server, the extensions and the base, and of nothing else.</summary>
    public required ImageDigest Digest { get; init; }

    /// <summary>Of its configuration: what Docker engines before 25 call the image's id.</summary>
    public required Digest ConfigDigest { get; init; }

    /// <summary>"repository:tag", as <c>docker load</c> names it.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of the OCI layout.</summary>
    public required string Layout { get; init; }

    /// <summary>The lowest first.</summary>
    public required IReadOnlyList<PackagedLayer> Layers { get; init; }

    public required BillOfMaterials BillOfMaterials { get; init; }

    /// <summary>Of all blobs of layers, in bytes.</summary>
    public long Size => Layers.Sum(x => x.Size);
}

/// <param name="Kind">What it holds.</param>
/// <param name="DiffId">Of the archive.</param>
/// <param name="Digest">Of the blob, which is compressed but for the model's.</param>
/// <param name="Size">Of the blob, in bytes.</param>
/// <param name="IsReused">The blob was here before: in the layout, or in the cache of layers.</param>
public sealed record PackagedLayer(LayerKind Kind, Digest DiffId, Digest Digest, long Size, bool IsReused);

/// <summary>What a manifest says about the image.</summary>
[Description("How the image of the model is made.")]
public sealed record PackageSection
{
    /// <summary>Registers <c>package:</c>; a model without it is packaged on <c>base: host</c>.</summary>
    public static ManifestSection Section { get; } = ManifestSection.Optional<PackageSection>("package");

    [Description("What lies below the runtime; host: the C libraries of the build machine.")]
    public BaseChoice Base { get; init; } = BaseChoice.Host;
}
