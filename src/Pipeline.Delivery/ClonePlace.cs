using Pipeline.Core.Retention;
using Pipeline.Delivery.Builds;

namespace Pipeline.Delivery;

/// <summary>What builds keep in a clone: compiled extensions, programs, layers, and what killed builds left.</summary>
/// <param name="root">Of the clone.</param>
/// <param name="temporary">The folder of its caches.</param>
internal sealed class ClonePlace(string root, string temporary) : IKeptPlace
{
    private const string LayerExtension = ".tar.gz";

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        // The names of drafts begin with a point, and what begins so is taken for hidden.
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private string Layers => Path.Combine(temporary, "layers");

    public string Title => "this clone";

    public Task<IReadOnlyList<KeptEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var pointers = Pointers();
        IReadOnlyList<KeptEntry> entries =
        [
            .. Paths().Select(x => KeptEntry.Measure(x.Kind, x.Path)).OfType<KeptEntry>()
                .Select(x => x with { KeptBy = pointers.GetValueOrDefault(x.Path) }),
        ];
        return Task.FromResult(entries);
    }

    public Task<IReadOnlyDictionary<string, string>> FindPointersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(Pointers());

    /// <summary>The turn that every compiler takes. What is used without compiling renews its last use first.</summary>
    public Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable>(new Held(
            CompileTurn.TryTake(temporary) ?? throw new UnclearPlaceException(Title, "another build compiles")));

    private IEnumerable<(KeptKind Kind, string Path)> Paths()
    {
        foreach (var path in Below(Layers))
            yield return (path.EndsWith(LayerExtension, StringComparison.Ordinal) ? KeptKind.Layers : KeptKind.Drafts, path);
        foreach (var version in Below(Path.Combine(temporary, "packages")).SelectMany(Below))
            yield return (Removal.IsLeftover(version) ? KeptKind.Drafts : KeptKind.Builds, version);
        foreach (var package in Below(Path.Combine(temporary, "feed")))
            yield return (IsDraft(package) ? KeptKind.Drafts : KeptKind.Builds, package);
        foreach (var owner in Below(Path.Combine(temporary, "extensions")))
        {
            if (Removal.IsLeftover(owner))
                yield return (KeptKind.Drafts, owner);
            else if (Path.GetFileName(owner) == "artifacts")
                yield return (KeptKind.Builds, owner);
            else
                foreach (var build in Below(owner))
                    yield return (IsWhole(build) ? KeptKind.Builds : KeptKind.Drafts, build);
        }

        foreach (var path in Below(Path.Combine(temporary, "closures")).Where(IsDraft))
            yield return (KeptKind.Drafts, path);
        var artifacts = Path.Combine(root, "artifacts");
        foreach (var path in Directory.Exists(artifacts) ? Directory.GetFiles(artifacts, ".*.tmp", Everywhere) : [])
            yield return (KeptKind.Drafts, path);
    }

    /// <summary>Layers of images that were packaged last: packaged again without them, they could get another digest.</summary>
    private Dictionary<string, string> Pointers()
    {
        var pointers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var model in Below(Path.Combine(root, "artifacts")))
        {
            var blobs = Below(Path.Combine(model, "image", "blobs", "sha256")).Select(x => Path.GetFileName(x)).ToHashSet();
            foreach (var layer in Below(Layers).Where(x => blobs.Contains(BlobOf(x))))
                pointers.TryAdd(layer, $"the image of {Path.GetFileName(model)} has it");
        }

        return pointers;
    }

    /// <summary>A layer is named "archive-blob.tar.gz", by its two digests.</summary>
    private static string BlobOf(string layer)
    {
        var name = Path.GetFileName(layer);
        return name.Split('-')[^1].Replace(LayerExtension, "", StringComparison.Ordinal);
    }

    private static string[] Below(string folder) => Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];

    private static bool IsWhole(string path) => !Path.GetFileName(path).Contains('.', StringComparison.Ordinal);

    private static bool IsDraft(string path) => path.EndsWith(".tmp", StringComparison.Ordinal) || Removal.IsLeftover(path);

    private sealed class Held(CompileTurn turn) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            turn.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
