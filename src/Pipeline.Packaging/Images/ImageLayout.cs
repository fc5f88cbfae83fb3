using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Packaging.Layers;

namespace Pipeline.Packaging.Images;

/// <summary>
/// A folder in the form of the OCI image layout with one image in it. Blobs come first and the index last, so that a reader sees
/// the old image or the new one.
/// </summary>
/// <param name="folder">Made where needed.</param>
internal sealed class ImageLayout(string folder)
{
    private const string Version = """{"imageLayoutVersion":"1.0.0"}""";
    private const long MostJsonBytes = 4L << 20;

    private readonly string _blobs = Path.Combine(folder, "blobs", "sha256");

    public string Folder { get; } = Path.GetFullPath(folder);

    public string PathOf(Digest digest) => Path.Combine(_blobs, digest.Hex);

    /// <summary>Reads the whole blob: a damaged one is not there.</summary>
    public async Task<bool> HasAsync(Digest digest, CancellationToken cancellationToken) =>
        File.Exists(PathOf(digest)) && await Digest.OfFileAsync(PathOf(digest), cancellationToken) == digest;

    /// <exception cref="IOException">What was written is not of this digest.</exception>
    public Task AddAsync(Digest digest, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(
            PathOf(digest),
            async (stream, token) =>
            {
                await using var hashing = new HashingStream(stream);
                await write(hashing, token);
                if (hashing.Digest != digest)
                    throw new IOException($"A file changed while the blob {digest.Brief} was made of it; package again.");
            },
            cancellationToken);

    public async Task<OciDescriptor> AddJsonAsync<T>(string mediaType, T value, CancellationToken cancellationToken)
    {
        var bytes = CanonicalJson.Of(value);
        var digest = Digest.OfBytes(bytes);
        await AtomicFile.WriteAsync(PathOf(digest), bytes, cancellationToken);
        return new OciDescriptor(mediaType, digest, bytes.Length);
    }

    /// <summary>Points the index to the image, and removes the blobs that belong to none any more.</summary>
    /// <param name="manifest">A blob of this layout.</param>
    /// <param name="name">As <c>docker load</c> names the image: "repository:tag".</param>
    /// <param name="cancellationToken">Leaves the old image in its place.</param>
    public async Task PublishAsync(OciDescriptor manifest, string name, CancellationToken cancellationToken)
    {
        var image = await ReadAsync<OciManifest>(manifest.Digest, cancellationToken);
        var named = manifest with { Annotations = new Dictionary<string, string> { [MediaTypes.NameAnnotation] = name } };
        var docker = new DockerImage(Entry(image.Config.Digest), [name], [.. image.Layers.Select(x => Entry(x.Digest))]);
        await AtomicFile.WriteTextAsync(Path.Combine(Folder, "oci-layout"), Version, cancellationToken);
        await AtomicFile.WriteAsync(
            Path.Combine(Folder, "index.json"), CanonicalJson.Of(new OciIndex(2, MediaTypes.Index, [named])), cancellationToken);
        await AtomicFile.WriteAsync(
            Path.Combine(Folder, "manifest.json"), CanonicalJson.Of(new[] { docker }), cancellationToken);
        Prune([manifest.Digest, image.Config.Digest, .. image.Layers.Select(x => x.Digest)]);
    }

    /// <exception cref="UnreadableImageException">The blob is not there, is damaged, or is not such a document.</exception>
    public async Task<T> ReadAsync<T>(Digest digest, CancellationToken cancellationToken)
        where T : class
    {
        var file = new FileInfo(PathOf(digest));
        if (!file.Exists || file.Length > MostJsonBytes)
            throw new UnreadableImageException(Folder, $"the blob {digest.Brief} is {(file.Exists ? "too large" : "not there")}");
        var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        if (Digest.OfBytes(bytes) != digest)
            throw new UnreadableImageException(Folder, $"the blob {digest.Brief} is damaged");
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, DocumentJson.Options)
                ?? throw new UnreadableImageException(Folder, $"the blob {digest.Brief} says nothing");
        }
        catch (JsonException exception)
        {
            throw new UnreadableImageException(Folder, $"the blob {digest.Brief} is not of the expected form", exception);
        }
    }

    internal static string Entry(Digest digest) => $"blobs/sha256/{digest.Hex}";

    private void Prune(IReadOnlyCollection<Digest> used)
    {
        var names = used.Select(x => x.Hex).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_blobs).Where(x => !names.Contains(Path.GetFileName(x))).ToList())
            File.Delete(file);
    }
}

/// <summary>An entry of the manifest.json that Docker engines before 25 read in place of the index.</summary>
internal sealed record DockerImage(
    [property: JsonPropertyName("Config")] string Config,
    [property: JsonPropertyName("RepoTags")] IReadOnlyList<string> Names,
    [property: JsonPropertyName("Layers")] IReadOnlyList<string> Layers);

/// <summary>A blob as the OCI image specification points to it.</summary>
internal sealed record OciDescriptor(
    string MediaType, Digest Digest, long Size, IReadOnlyDictionary<string, string>? Annotations = null);

/// <summary>The manifests of a layout.</summary>
internal sealed record OciIndex(int SchemaVersion, string MediaType, IReadOnlyList<OciDescriptor> Manifests);

/// <summary>An image: its configuration and its layers, the lowest first.</summary>
internal sealed record OciManifest(
    int SchemaVersion, string MediaType, OciDescriptor Config, IReadOnlyList<OciDescriptor> Layers);

/// <summary>An image is damaged, incomplete, or holds what none of ours would.</summary>
public sealed class UnreadableImageException : Exception
{
    /// <param name="image">The image's folder, or a file in it.</param>
    /// <param name="reason">A clause: "the blob is not there".</param>
    /// <param name="innerException">What the reader threw, where it did.</param>
    public UnreadableImageException(string image, string reason, Exception? innerException = null)
        : base($"The image in '{image}' cannot be used: {reason}. Package the model again.", innerException)
    {
    }
}

/// <summary>What an image is by its own digests, which are the same in any engine's store.</summary>
/// <param name="Digest">Of its manifest.</param>
/// <param name="DiffIds">Of its layers' archives, the lowest first.</param>
/// <param name="Architecture">Of its programs, as images name it: "amd64".</param>
public sealed record ImageIdentity(ImageDigest Digest, IReadOnlyList<Digest> DiffIds, string Architecture)
{
    /// <param name="layout">The folder of a <see cref="PackagedImage"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnreadableImageException">The layout is not complete, or holds no image of ours.</exception>
    public static async Task<ImageIdentity> ReadAsync(string layout, CancellationToken cancellationToken)
    {
        var (folder, index) = await ImageArchive.ReadIndexAsync(layout, cancellationToken);
        var digest = index.Manifests[0].Digest;
        var manifest = await folder.ReadAsync<OciManifest>(digest, cancellationToken);
        var config = await folder.ReadAsync<OciConfig>(manifest.Config.Digest, cancellationToken);
        return new ImageIdentity(new ImageDigest(digest), config.Rootfs.DiffIds, config.Architecture);
    }
}

/// <summary>A layout as one archive, the form that <c>docker load</c> and <c>skopeo oci-archive:</c> read.</summary>
public static class ImageArchive
{
    private const string IndexFile = "index.json";
    private const string DockerFile = "manifest.json";

    /// <summary>The same under another name.</summary>
    /// <param name="layout">The folder of a <see cref="PackagedImage"/>.</param>
    /// <param name="name">By which an engine will know it: "repository:tag".</param>
    /// <param name="stream">Left open.</param>
    /// <param name="cancellationToken">Leaves an incomplete archive.</param>
    /// <exception cref="UnreadableImageException">The layout is not complete, or holds no image of ours.</exception>
    public static async Task WriteAsync(string layout, string name, Stream stream, CancellationToken cancellationToken)
    {
        var (folder, index) = await ReadIndexAsync(layout, cancellationToken);
        var annotations = new Dictionary<string, string> { [MediaTypes.NameAnnotation] = name };
        var manifest = index.Manifests[0] with { Annotations = annotations };
        var image = await folder.ReadAsync<OciManifest>(manifest.Digest, cancellationToken);
        var docker = new DockerImage(
            ImageLayout.Entry(image.Config.Digest), [name], [.. image.Layers.Select(x => ImageLayout.Entry(x.Digest))]);
        IEnumerable<LayerEntry> named =
        [
            new LayerEntry.Bytes(IndexFile, CanonicalJson.Of(index with { Manifests = [manifest] })),
            new LayerEntry.Bytes(DockerFile, CanonicalJson.Of(new[] { docker })),
        ];
        await LayerTar.WriteAsync(
            Files(layout).Where(x => x.Path is not (IndexFile or DockerFile)).Concat(named), stream, cancellationToken);
    }

    /// <summary>What is in the index comes from a file: nothing that it names leads out of the layout.</summary>
    internal static async Task<(ImageLayout Folder, OciIndex Index)> ReadIndexAsync(
        string layout, CancellationToken cancellationToken)
    {
        var path = Path.Combine(layout, IndexFile);
        try
        {
            var index = JsonSerializer.Deserialize<OciIndex>(
                await File.ReadAllBytesAsync(path, cancellationToken), DocumentJson.Options);
            return index is { Manifests: [_] }
                ? (new ImageLayout(layout), index)
                : throw new UnreadableImageException(layout, "its index does not name one image");
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnreadableImageException(layout, "its index cannot be read", exception);
        }
    }

    /// <param name="layout">The folder of a <see cref="PackagedImage"/>.</param>
    /// <param name="stream">Left open. The same layout gives the same bytes.</param>
    /// <param name="cancellationToken">Leaves an incomplete archive.</param>
    public static Task WriteAsync(string layout, Stream stream, CancellationToken cancellationToken)
    {
        return LayerTar.WriteAsync(Files(layout), stream, cancellationToken);
    }

    private static IEnumerable<LayerEntry> Files(string layout) =>
        new DirectoryInfo(layout).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(x => x.Name[0] != '.')
            .Select(x => new LayerEntry.Copy(Path.GetRelativePath(layout, x.FullName).Replace('\\', '/'), x.FullName));
}

/// <summary>How an image is run, and the archives that its layers unpack to.</summary>
internal sealed record OciConfig
{
    public required string Architecture { get; init; }

    public string Os { get; init; } = "linux";

    /// <summary>The same for every image: its time is no part of what it is.</summary>
    public string Created { get; init; } = "1970-01-01T00:00:00Z";

    public required Execution Config { get; init; }

    public required FileSystem Rootfs { get; init; }

    internal sealed record FileSystem(
        [property: JsonPropertyName("diff_ids")] IReadOnlyList<Digest> DiffIds, string Type = "layers");

    internal sealed record Execution
    {
        [JsonPropertyName("User")]
        public required string User { get; init; }

        [JsonPropertyName("ExposedPorts")]
        public required IReadOnlyDictionary<string, object> ExposedPorts { get; init; }

        [JsonPropertyName("Env")]
        public required IReadOnlyList<string> Variables { get; init; }

        [JsonPropertyName("Entrypoint")]
        public required IReadOnlyList<string> Entrypoint { get; init; }

        [JsonPropertyName("WorkingDir")]
        public required string WorkingFolder { get; init; }

        [JsonPropertyName("Labels")]
        public required IReadOnlyDictionary<string, string> Labels { get; init; }

        [JsonPropertyName("StopSignal")]
        public string StopSignal { get; init; } = "SIGTERM";
    }
}

/// <summary>The words of the OCI image specification.</summary>
internal static class MediaTypes
{
    public const string Index = "application/vnd.oci.image.index.v1+json";
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    public const string Config = "application/vnd.oci.image.config.v1+json";
    public const string Layer = "application/vnd.oci.image.layer.v1.tar";
    public const string CompressedLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>The annotation of a manifest in an index that names it.</summary>
    public const string NameAnnotation = "org.opencontainers.image.ref.name";

    /// <summary>The annotation of a layer that says which <see cref="LayerKind"/> it is.</summary>
    public const string KindAnnotation = "pipeline.layer";

    /// <summary>As the annotation has it.</summary>
    public static string Word(LayerKind kind) => kind.ToString().ToLowerInvariant();
}
