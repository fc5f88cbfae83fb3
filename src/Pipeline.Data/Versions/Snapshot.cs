using System.Security.Cryptography;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Versions;

/// <summary>Keeps data as it is now: objects into the cache first, then the listing, then the pointer.</summary>
internal sealed class Snapshot(DvcProject project, DigestCache digests, IProgress<StepEvent> progress)
{
    private const string Step = "keeping data";
    private const string Permission =
        "Ask its owner for the permission, or set 'cache.dir' in .dvc/config.local to another folder.";

    private readonly ObjectStore _cache = project.Cache;

    /// <param name="data">Absolute, of a file or folder that is there.</param>
    /// <param name="before">What points there already; null for new data.</param>
    /// <param name="cancellationToken">Ends the work; the pointer is as it was then.</param>
    public async Task<Validated<SnapshotResult>> RunAsync(string data, Pointer? before, CancellationToken cancellationToken)
    {
        var content = await DataContent.OfAsync(project, data, digests, cancellationToken);
        if (!content.TryGet(out var now))
            return Validated.Invalid<SnapshotResult>(content.Problems);
        var isKnown = before?.State.Id == now.State.Id && before.State.IsExecutable == now.State.IsExecutable;
        var text = isKnown ? Validated.Valid(before!.Text)
            : before is null ? Validated.Valid(PointerWriter.New(now.State, Path.GetFileName(data)))
            : PointerWriter.Change(project, before, now.State);
        if (!text.IsValid)
            return Validated.Invalid<SnapshotResult>(text.Problems);
        if (await KeepAsync(data, now, cancellationToken) is { } moved)
            return Validated.Invalid<SnapshotResult>(moved);
        var pointer = before?.File ?? data + Pointer.Extension;
        if (!isKnown)
            await AtomicFile.WriteTextAsync(pointer, text.Value, cancellationToken);
        var isNewToGit = IsInGit && await GitIgnore.AddAsync(data, cancellationToken);
        var version = new DatasetVersion(
            now.State.Id.ToString(), now.State.Size!.Value, project.Show(pointer), now.State.Files);
        return Validated.Valid(new SnapshotResult(version, !isKnown, isNewToGit));
    }

    private bool IsInGit => !project.Configuration.IsWithoutGit && Path.Exists(Path.Combine(project.Root, ".git"));

    private async Task<Problem?> KeepAsync(string data, DataContent content, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Path, ObjectId Id)> files = content.Listing is { } listing
            ? [.. listing.Files.DistinctBy(x => x.Id).Select(x => (Path.Combine(data, x.Path), x.Id))]
            : [(data, content.State.Id)];
        if (_cache.RefuseToWrite() is { } reason)
            return new Problem(project.Show(_cache.Folder), null, null, $"The cache cannot be written: {reason}.", Permission);
        var isKept = new bool[files.Count];
        var done = 0;
        await Parallel.ForAsync(0, files.Count, cancellationToken, async (i, token) =>
        {
            isKept[i] = await _cache.IsIntactAsync(files[i].Id, digests, token)
                || await _cache.AddCloneAsync(files[i].Path, files[i].Id, token);
            progress.Report(new StepEvent.Advanced(Step, Interlocked.Increment(ref done), files.Count, "files"));
        });
        if (Array.IndexOf(isKept, false) is >= 0 and var first)
        {
            return new Problem(
                project.Show(files[first].Path), null, null, "The file changed while it was read.", "Run SnapshotData again.");
        }

        _cache.Settle();
        if (content.Listing is { } kept && !await _cache.IsIntactAsync(kept.Id, digests, cancellationToken))
            await _cache.AddAsync(kept, cancellationToken);
        _cache.Settle();
        return null;
    }
}

/// <param name="Version">What the data is now.</param>
/// <param name="IsNew">The pointer was written: it pointed to something else, or was not there.</param>
/// <param name="IsNewToGit">The data was entered into a .gitignore file.</param>
public sealed record SnapshotResult(DatasetVersion Version, bool IsNew, bool IsNewToGit);

/// <summary>What the data at a path is now.</summary>
/// <param name="State">As a pointer has it.</param>
/// <param name="Listing">Of a folder; null for a file.</param>
internal sealed record DataContent(PointerState State, DirectoryListing? Listing)
{
    /// <summary>Reads what the cache of digests does not know; several files at once.</summary>
    /// <param name="project">Which the data belongs to.</param>
    /// <param name="path">Absolute, of a file or folder that is there.</param>
    /// <param name="digests">Asked first, and told.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Validated<DataContent>> OfAsync(
        DvcProject project, string path, DigestCache digests, CancellationToken cancellationToken)
    {
        FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (DataTree.Refuse(entry, entry.Name) is { } reason)
            return Validated.Invalid<DataContent>(new Problem(project.Show(path), null, null, reason));
        if (entry is DirectoryInfo)
            return await OfFolderAsync(project, path, digests, cancellationToken);
        var size = FileIdentity.Of(path).Size;
        var id = ObjectId.OfFile(await digests.HexAsync(path, HashAlgorithmName.MD5, cancellationToken));
        return Validated.Valid(new DataContent(new PointerState(id) { Size = size, IsExecutable = IsExecutable(path) }, null));
    }

    private static async Task<Validated<DataContent>> OfFolderAsync(
        DvcProject project, string folder, DigestCache digests, CancellationToken cancellationToken)
    {
        var walked = DataTree.Walk(project, folder);
        if (!walked.TryGet(out var paths))
            return Validated.Invalid<DataContent>(walked.Problems);
        var files = new ListedFile[paths.Count];
        var size = 0L;
        await Parallel.ForAsync(0, paths.Count, cancellationToken, async (i, token) =>
        {
            var file = Path.Combine(folder, paths[i]);
            Interlocked.Add(ref size, FileIdentity.Of(file).Size);
            files[i] = new ListedFile(paths[i], ObjectId.OfFile(await digests.HexAsync(file, HashAlgorithmName.MD5, token)));
        });
        var listing = new DirectoryListing(files);
        return Validated.Valid(new DataContent(new PointerState(listing.Id) { Size = size, Files = files.Length }, listing));
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);
}
