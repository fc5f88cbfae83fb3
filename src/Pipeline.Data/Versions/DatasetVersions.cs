using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Versions;

/// <summary>Versions of data in DVC's own format: keeps them, carries them to a remote and back, finds which is there.</summary>
/// <param name="root">Where a <c>.dvc</c> folder is made when there is none: the root of the team's repository.</param>
/// <param name="clock">Tells files that were written a moment ago.</param>
/// <param name="progress">Told how many files are done.</param>
public sealed class DatasetVersions(string root, TimeProvider clock, IProgress<StepEvent> progress)
{
    private const string TwoVersions = "The folder may be of two versions, because a pull was interrupted.";

    /// <summary>Puts the data into the cache and writes its pointer; a pointer that says so already stays as it is.</summary>
    /// <param name="path">Of a file or folder, or of its pointer.</param>
    /// <param name="cancellationToken">Ends the work; the pointer is as it was then.</param>
    public async Task<Validated<SnapshotResult>> SnapshotAsync(string path, CancellationToken cancellationToken)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (DataFiles.SplitPattern(full) is (var folder, { } pattern))
            return Invalid<SnapshotResult>(Pattern(folder, pattern));
        if (!Path.Exists(full))
            return Invalid<SnapshotResult>(At(path, "There is no data here to keep."));
        var home = Path.GetDirectoryName(full)!;
        var found = await DvcProject.FindAsync(home, cancellationToken)
            ?? await DvcProject.CreateAsync(home, root, cancellationToken);
        if (!found.TryGet(out var project))
            return Invalid<SnapshotResult>(found.Problems);
        var file = PointerFile(full);
        if (await RefuseAsync(project, file, cancellationToken) is { } reason)
            return Invalid<SnapshotResult>(reason);
        var (data, before) = (full, (Pointer?)null);
        if (File.Exists(file))
        {
            var read = await PointerReader.ReadAsync(project, file, cancellationToken);
            if (!read.TryGet(out before))
                return Invalid<SnapshotResult>(read.Problems);
            data = before.Target;
        }

        if (full != file && full != data)
            return Invalid<SnapshotResult>(before!.Problem($"The pointer is for '{project.Show(data)}'.", "Rename it."));
        if (!Path.Exists(data))
            return Invalid<SnapshotResult>(before!.Problem($"There is no data at '{project.Show(data)}' to keep."));
        if (File.Exists(project.UnfinishedMark(data)))
            return Invalid<SnapshotResult>(At(project.Show(data), TwoVersions, "Run PullData."));
        return await WithDigestsAsync(project, Keep, cancellationToken);

        Task<Validated<SnapshotResult>> Keep(DigestCache digests) =>
            new Snapshot(project, digests, progress).RunAsync(data, before, cancellationToken);
    }

    /// <summary>Copies what the remote lacks from the cache; the listing of a folder goes last.</summary>
    /// <param name="path">Of a file or folder, or of its pointer.</param>
    /// <param name="cancellationToken">Ends the work; what is copied in full stays.</param>
    public async Task<Validated<TransferCount>> PushAsync(string path, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(path, cancellationToken);
        if (!opened.TryGet(out var place))
            return Invalid<TransferCount>(opened.Problems);
        if (!place.Pointer.CanPush)
            return Invalid<TransferCount>(place.Pointer.Problem("'push: false' keeps this data from every remote."));
        return await WithDigestsAsync(
            place.Project, x => new Exchange(place, x, clock, progress).PushAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Copies what the cache lacks from the remote, and puts the data in its place.</summary>
    /// <param name="path">Of a file or folder, or of its pointer.</param>
    /// <param name="force">Gives up local changes that no cache has.</param>
    /// <param name="cancellationToken">Ends the work; what is copied in full stays.</param>
    public async Task<Validated<TransferCount>> PullAsync(string path, bool force, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(path, cancellationToken);
        if (!opened.TryGet(out var place))
            return Invalid<TransferCount>(opened.Problems);
        return await WithDigestsAsync(
            place.Project, x => new Exchange(place, x, clock, progress).PullAsync(force, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// The version that lies at a path: null for data that has no pointer. Null with a warning where the data is not what its
    /// pointer says, or something was read that the version does not hold.
    /// </summary>
    /// <param name="path">Of a file or folder, or of its pointer, or a pattern.</param>
    /// <param name="read">The files that were read, absolute.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<DatasetVersion?> FindAsync(
        string path, IReadOnlyCollection<string> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var found = await PointerSearch.FindAsync(Path.GetFullPath(path), cancellationToken);
        if (found is null)
            return null;
        if (!found.TryGet(out var place))
            return Warn(found.Problems[0].ToString());
        var (project, pointer) = (place.Project, place.Pointer);
        if (!Path.Exists(pointer.Target))
            return null;
        var content = await WithDigestsAsync(
            project, x => DataContent.OfAsync(project, pointer.Target, x, cancellationToken), cancellationToken);
        if (!content.TryGet(out var now))
            return Warn(content.Problems[0].ToString());
        if (now.State.Id != pointer.State.Id)
            return Warn($"The data is not the version that '{pointer.Shown}' points to; SnapshotData keeps it.");
        return Unheld(now, pointer.Target, read) is { } unheld
            ? Warn($"'{project.Show(unheld)}' is read, and the version that '{pointer.Shown}' points to does not hold it.")
            : new DatasetVersion(now.State.Id.ToString(), now.State.Size!.Value, pointer.Shown, now.State.Files)
            {
                Part = place.Part,
            };
    }

    /// <summary>
    /// Where another machine finds the version that a pointer names. Data without a pointer, without a remote, and objects that
    /// the remote does not have are problems: nothing else than the version is given away.
    /// </summary>
    /// <param name="path">As for <see cref="FindAsync"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Validated<RemoteVersion>> LocateAsync(string path, CancellationToken cancellationToken)
    {
        if (await PointerSearch.FindAsync(Path.GetFullPath(path), cancellationToken) is not { } found)
            return Invalid<RemoteVersion>(At(path, "The data has no pointer.", "Run SnapshotData and PushData where it is."));
        if (!found.TryGet(out var place))
            return Invalid<RemoteVersion>(found.Problems);
        var (pointer, configuration) = (place.Pointer, place.Project.Configuration);
        var remote = place.Project.Remote(pointer.Remote);
        if (!remote.TryGet(out var store))
            return Invalid<RemoteVersion>(remote.Problems);
        var listed = pointer.State.Id.IsDirectory && store.SizeOf(pointer.State.Id) is not null
            ? await store.ReadListingAsync(pointer.State.Id, cancellationToken)
            : Validated.Valid<IReadOnlyList<ListedFile>>([]);
        if (!listed.TryGet(out var files))
            return Invalid<RemoteVersion>(listed.Problems);
        return files.Append(place.Root).FirstOrDefault(file => store.SizeOf(file.Id) is null) is { } missing
            ? Invalid<RemoteVersion>(pointer.Problem(
                $"The remote in '{store.Folder}' does not have {missing.Id} ({missing.Path}).",
                "Run PushData where the data is."))
            : Validated.Valid(new RemoteVersion(
                place.Project.Root, pointer.Shown, pointer.Text, pointer.Remote ?? configuration.DefaultRemote!, store.Folder)
            {
                Md5 = $"{pointer.State.Id}",
            });
    }

    /// <summary>The pointer that data belongs to, its own or that of a folder above; null for none.</summary>
    /// <param name="path">As for <see cref="FindAsync"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<string?> FindPointerAsync(string path, CancellationToken cancellationToken) =>
        await PointerSearch.FindAsync(Path.GetFullPath(path), cancellationToken) is { } found && found.TryGet(out var place)
            ? place.Pointer.File
            : null;

    /// <summary>The pointer of a file or folder; of a pointer, itself.</summary>
    public static string PointerFile(string path) => path.EndsWith(Pointer.Extension, StringComparison.Ordinal)
        ? path
        : Path.TrimEndingDirectorySeparator(path) + Pointer.Extension;

    internal static Problem NoPointer(string path) => At(path, "The data has no pointer.", "Run SnapshotData where the data is.");

    private static async Task<Validated<PointerPlace>> OpenAsync(string path, CancellationToken cancellationToken) =>
        await PointerSearch.FindAsync(Path.GetFullPath(path), cancellationToken) ?? Invalid<PointerPlace>(NoPointer(path));

    /// <summary>Why data cannot have a pointer of its own; null when it can.</summary>
    private static async Task<Problem?> RefuseAsync(DvcProject project, string pointer, CancellationToken cancellationToken)
    {
        var data = pointer[..^Pointer.Extension.Length];
        if (IgnoreRules.Above(project, data).IgnoresPath(project.Show(data)))
            return At(
                project.Show(data), "A '.dvcignore' file says that this is no data.", "Change its rules, or name other data.");
        if (await PointerSearch.AboveAsync(project, pointer, cancellationToken) is { } above)
        {
            return !above.TryGet(out var outer) ? above.Problems[0]
                : File.Exists(pointer) ? PointerSearch.Twice(project, pointer, outer)
                : outer.Problem(
                    $"The pointer keeps '{project.Show(data)}' already, as a part of '{project.Show(outer.Target)}'.",
                    $"Keep that: run SnapshotData with 'data.path' on the folder.");
        }

        return File.Exists(pointer) ? null : await StageLock.FindAsync(project, data, cancellationToken);
    }

    private Problem Pattern(string folder, string pattern)
    {
        var shown = Path.GetRelativePath(root, folder).Replace('\\', '/');
        return new Problem(
            shown, null, null, $"A pattern such as '{pattern}' cannot be kept: a version is of a file or of a folder.",
            $"Name the folder in 'data.path', or write the pointer of '{shown}' with SnapshotData once; it has its files.");
    }

    /// <summary>The first file that the version does not hold; null when it holds all.</summary>
    private static string? Unheld(DataContent content, string target, IReadOnlyCollection<string> read)
    {
        if (content.Listing is not { } listing)
            return read.FirstOrDefault(x => x != target);
        var held = listing.Files.Select(x => x.Path).ToHashSet(StringComparer.Ordinal);
        return read.FirstOrDefault(
            x => !held.Contains(Path.GetRelativePath(target, x).Replace(Path.DirectorySeparatorChar, '/')));
    }

    private static Validated<T> Invalid<T>(params IEnumerable<Problem> problems)
        where T : notnull =>
        Validated.Invalid<T>(problems);

    private static Problem At(string path, string message, string? hint = null) => new(path, null, null, message, hint);

    private DatasetVersion? Warn(string message)
    {
        progress.Report(new StepEvent.Warned("looking for the version of the data", $"{message} No version is recorded."));
        return null;
    }

    private async Task<T> WithDigestsAsync<T>(
        DvcProject project, Func<DigestCache, Task<T>> work, CancellationToken cancellationToken)
    {
        var digests = await project.OpenDigestsAsync(clock, cancellationToken);
        project.Cache.Drafts.Sweep(clock.GetUtcNow());
        project.Drafts.Sweep(clock.GetUtcNow());
        var result = await work(digests);
        await digests.SaveAsync(cancellationToken);
        return result;
    }
}

/// <summary>A version of data, as its remote has it.</summary>
/// <param name="Project">The folder that the pointer belongs to, absolute.</param>
/// <param name="Pointer">The .dvc file, from that folder.</param>
/// <param name="Text">Of the pointer.</param>
/// <param name="Remote">The name of the remote.</param>
/// <param name="Folder">Of the remote, absolute.</param>
public sealed record RemoteVersion(string Project, string Pointer, string Text, string Remote, string Folder)
{
    /// <summary>As a <see cref="DatasetVersion"/> has it.</summary>
    public required string Md5 { get; init; }
}
