using Pipeline.Core.Problems;
using Pipeline.Core.Progress;

namespace Pipeline.Data.Versions;

/// <summary>Carries the objects of one pointer between the cache and its remote.</summary>
/// <param name="place">Which data, and in which project.</param>
/// <param name="digests">Of what was read before.</param>
/// <param name="clock">Tells old drafts from those that somebody is writing.</param>
/// <param name="progress">Told how many objects are done.</param>
internal sealed class Exchange(PointerPlace place, DigestCache digests, TimeProvider clock, IProgress<StepEvent> progress)
{
    private readonly ObjectStore _cache = place.Project.Cache;

    public async Task<Validated<TransferCount>> PushAsync(CancellationToken cancellationToken)
    {
        var remote = place.Project.Remote(place.Pointer.Remote);
        if (!remote.IsValid)
            return Invalid(remote.Problems);
        if (!Directory.Exists(Path.GetDirectoryName(remote.Value.Folder)))
            return Invalid(Unmounted(remote.Value));
        if (remote.Value.RefuseToWrite() is { } reason)
            return Invalid(Unwritable("remote", remote.Value, reason));
        var push = new Transfer
        {
            Step = "pushing data",
            From = _cache,
            To = remote.Value,
            IsThere = (id, _) => Task.FromResult(remote.Value.SizeOf(id) is { } size && size == (_cache.SizeOf(id) ?? size)),
            Hint = "Run SnapshotData where the data is.",
        };
        remote.Value.Drafts.Sweep(clock.GetUtcNow());
        var source = _cache.SizeOf(place.Pointer.State.Id) is null ? remote.Value : _cache;
        var files = await FilesAsync(source, cancellationToken);
        if (!files.IsValid)
            return Invalid(files.Problems);
        var sent = await push.RunAsync(files.Value, progress, cancellationToken);
        if (!sent.IsValid || !place.Pointer.State.Id.IsDirectory)
            return sent;
        var listing = await push.RunAsync([place.Root], progress, cancellationToken);
        return listing.IsValid ? Validated.Valid(sent.Value.And(listing.Value)) : listing;
    }

    public async Task<Validated<TransferCount>> PullAsync(bool force, CancellationToken cancellationToken)
    {
        var none = new TransferCount(0, 0, 0);
        var isFolder = place.Pointer.State.Id.IsDirectory;
        var listing = isFolder ? await FetchAsync([place.Root], cancellationToken) : Validated.Valid(none);
        if (!listing.IsValid)
            return listing;
        var files = await FilesAsync(_cache, cancellationToken);
        if (!files.IsValid)
            return Invalid(files.Problems);
        var fetched = await FetchAsync(files.Value, cancellationToken);
        if (!fetched.IsValid)
            return fetched;
        var written = await CheckoutAsync(files.Value, force, cancellationToken);
        return written.IsValid
            ? Validated.Valid(listing.Value.And(fetched.Value) with { Written = written.Value })
            : Invalid(written.Problems);
    }

    /// <summary>Puts the data in its place if the cache has all of it. False where it has not.</summary>
    public async Task<Validated<bool>> RestoreAsync(CancellationToken cancellationToken)
    {
        if (place.Pointer.State.Id.IsDirectory && !await _cache.IsIntactAsync(place.Root.Id, digests, cancellationToken))
            return Validated.Valid(false);
        var files = await FilesAsync(_cache, cancellationToken);
        if (!files.IsValid)
            return Validated.Invalid<bool>(files.Problems);
        foreach (var file in files.Value)
        {
            if (!await _cache.IsIntactAsync(file.Id, digests, cancellationToken))
                return Validated.Valid(false);
        }

        var written = await CheckoutAsync(files.Value, force: false, cancellationToken);
        return written.IsValid ? Validated.Valid(true) : Validated.Invalid<bool>(written.Problems);
    }

    private static Validated<TransferCount> Invalid(params IEnumerable<Problem> problems) =>
        Validated.Invalid<TransferCount>(problems);

    private Problem Unmounted(ObjectStore remote) =>
        place.Pointer.Problem($"The folder of the remote, '{remote.Folder}', cannot be reached.", "Is its disk mounted?");

    private Problem Unwritable(string kind, ObjectStore store, string reason) => place.Pointer.Problem(
        $"The {kind} in '{store.Folder}' cannot be written: {reason}.", "Ask its owner for the permission.");

    /// <summary>The remote is asked for only when something is missing: a full cache works without one.</summary>
    private async Task<Validated<TransferCount>> FetchAsync(
        IReadOnlyList<ListedFile> objects, CancellationToken cancellationToken)
    {
        var isKept = new bool[objects.Count];
        await Parallel.ForAsync(0, objects.Count, cancellationToken, async (i, token) =>
            isKept[i] = await _cache.IsIntactAsync(objects[i].Id, digests, token));
        var wanted = objects.Where((_, i) => !isKept[i]).ToList();
        if (wanted.Count == 0)
            return Validated.Valid(new TransferCount(0, objects.Count, 0));
        var remote = place.Project.Remote(place.Pointer.Remote);
        if (!remote.IsValid)
            return Invalid(remote.Problems);
        if (!Directory.Exists(remote.Value.Folder))
            return Invalid(Unmounted(remote.Value));
        if (_cache.RefuseToWrite() is { } reason)
            return Invalid(Unwritable("cache", _cache, reason));
        var pull = new Transfer
        {
            Step = "pulling data",
            From = remote.Value,
            To = _cache,
            IsThere = (_, _) => Task.FromResult(false),
            Hint = "Run PushData where the data is.",
        };
        var fetched = await pull.RunAsync(wanted, progress, cancellationToken);
        return fetched.IsValid
            ? Validated.Valid(fetched.Value with { Present = objects.Count - wanted.Count })
            : fetched;
    }

    private async Task<Validated<IReadOnlyList<ListedFile>>> FilesAsync(ObjectStore store, CancellationToken cancellationToken) =>
        place.Pointer.State.Id.IsDirectory
            ? await store.ReadListingAsync(place.Root.Id, cancellationToken)
            : Validated.Valid<IReadOnlyList<ListedFile>>([place.Root]);

    private Task<Validated<int>> CheckoutAsync(
        IReadOnlyList<ListedFile> files, bool force, CancellationToken cancellationToken) =>
        new Checkout(place.Project, digests).RunAsync(
            place.Pointer, place.Pointer.State.Id.IsDirectory ? files : null, force, cancellationToken);
}
