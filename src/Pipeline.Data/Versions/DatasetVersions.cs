using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;

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
        var file = PointerFile(full);
        if (!Path.Exists(full))
            return Invalid<SnapshotResult>(At(path, "There is no data here to keep."));
        var found = await DvcProject.FindAsync(Path.GetDirectoryName(full)!, cancellationToken)
            ?? await DvcProject.CreateAsync(Path.GetDirectoryName(full)!, root, cancellationToken);
        if (!found.TryGet(out var project))
            return Invalid<SnapshotResult>(found.Problems);
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

    /// <summary>The version that lies at a path: null for data that has no pointer, or is not what its pointer says.</summary>
    /// <param name="path">Of a file or folder, or of its pointer.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<DatasetVersion?> FindAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(PointerFile(Path.GetFullPath(path))))
            return null;
        var opened = await OpenAsync(path, cancellationToken);
        if (!opened.TryGet(out var place))
            return Warn(opened.Problems[0].ToString());
        if (!Path.Exists(place.Pointer.Target))
            return null;
        var content = await WithDigestsAsync(
            place.Project,
            x => DataContent.OfAsync(place.Project, place.Pointer.Target, x, cancellationToken),
            cancellationToken);
        if (!content.TryGet(out var now))
            return Warn(content.Problems[0].ToString());
        return now.State.Id == place.Pointer.State.Id
            ? new DatasetVersion(now.State.Id.ToString(), now.State.Size!.Value, place.Pointer.Shown, now.State.Files)
            : Warn($"The data is not the version that '{place.Pointer.Shown}' points to; SnapshotData keeps it.");
    }

    /// <summary>The pointer of a file or folder; of a pointer, itself.</summary>
    public static string PointerFile(string path) => path.EndsWith(Pointer.Extension, StringComparison.Ordinal)
        ? path
        : Path.TrimEndingDirectorySeparator(path) + Pointer.Extension;

    internal static async Task<Validated<PointerPlace>> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = PointerFile(Path.GetFullPath(path));
        if (!File.Exists(file))
            return Invalid<PointerPlace>(At(path, "The data has no pointer.", "Run SnapshotData where the data is."));
        var found = await DvcProject.FindAsync(Path.GetDirectoryName(file)!, cancellationToken);
        if (found is null)
            return Invalid<PointerPlace>(At(file, "The pointer belongs to no project: no folder above has a '.dvc'."));
        if (!found.TryGet(out var project))
            return Invalid<PointerPlace>(found.Problems);
        var pointer = await PointerReader.ReadAsync(project, file, cancellationToken);
        return pointer.IsValid
            ? Validated.Valid(new PointerPlace(project, pointer.Value))
            : Invalid<PointerPlace>(pointer.Problems);
    }

    private static Validated<T> Invalid<T>(params IEnumerable<Problem> problems)
        where T : notnull =>
        Validated.Invalid<T>(problems);

    private static Problem At(string path, string message, string? hint = null) => new(path, null, null, message, hint);

    private DatasetVersion? Warn(string message)
    {
        progress.Report(new StepEvent.Warned("looking for the version of the data", message));
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
