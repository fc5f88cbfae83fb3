using System.Globalization;
using System.Security.Cryptography;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Versions;

/// <summary>Puts the data of a pointer in its place, from the cache. It touches nothing until all is known to be safe.</summary>
internal sealed class Checkout(DvcProject project, DigestCache digests)
{
    private const int MostProblems = 10;

    private readonly ObjectStore _cache = project.Cache;
    private readonly DraftFolder _drafts = project.Drafts;

    private sealed record Place(string Path, ObjectId Id);

    /// <param name="pointer">Which data, and where.</param>
    /// <param name="files">Of a folder; null for a file.</param>
    /// <param name="force">Gives up local changes that no cache has.</param>
    /// <param name="cancellationToken">Ends the work between two files.</param>
    /// <returns>How many files were written or removed.</returns>
    public async Task<Validated<int>> RunAsync(
        Pointer pointer, IReadOnlyList<ListedFile>? files, bool force, CancellationToken cancellationToken)
    {
        var (isFile, isFolder) = (File.Exists(pointer.Target), Directory.Exists(pointer.Target));
        if (files is null ? isFolder : isFile)
            return Invalid(InTheWay(pointer, pointer.Target));
        if (isFolder && new DirectoryInfo(pointer.Target).LinkTarget is not null)
            return Invalid(pointer.Problem(
                $"'{project.Show(pointer.Target)}' is a symbolic link, and a folder in the data.", "Move it away."));
        var placed = Places(pointer, files);
        var extra = isFolder ? Extra(pointer, files!) : Validated.Valid<IReadOnlyList<string>>([]);
        if (!placed.IsValid || !extra.IsValid)
            return Validated.Invalid<int>([.. placed.Problems, .. extra.Problems]);
        var changed = await ChangedAsync(placed.Value, cancellationToken);
        var lost = force ? [] : await LostAsync([.. changed.Select(x => x.Path), .. extra.Value], cancellationToken);
        if (lost.Count > 0)
            return Invalid([.. lost]);
        var mark = project.UnfinishedMark(pointer.Target);
        if (files is not null)
            await AtomicFile.WriteTextAsync(mark, pointer.Shown, cancellationToken);
        foreach (var path in extra.Value)
            File.Delete(path);
        if (files is not null)
            FolderSync.Create(pointer.Target);
        await WriteAsync(changed, pointer.State.IsExecutable, cancellationToken);
        // The mark is the last to go: without it the folder is taken for one version, after a power failure as well.
        foreach (var folder in changed.Select(x => x.Path).Concat(extra.Value).Select(x => Path.GetDirectoryName(x)!).Distinct())
            FolderSync.Flush(folder);
        if (files is not null)
            File.Delete(mark);
        return Validated.Valid(changed.Count + extra.Value.Count);
    }

    private Problem InTheWay(Pointer pointer, string path)
    {
        var (here, there) = Directory.Exists(path) ? ("folder", "file") : ("file", "folder");
        return pointer.Problem($"'{project.Show(path)}' is a {here} here, and a {there} in the data.", "Move it away.");
    }

    private static Validated<int> Invalid(params IReadOnlyList<Problem> problems)
    {
        var more = string.Create(CultureInfo.InvariantCulture, $"There are {problems.Count - MostProblems} more problems.");
        return Validated.Invalid<int>(
            problems.Count <= MostProblems ? problems : [.. problems.Take(MostProblems), new Problem(more)]);
    }

    private Validated<IReadOnlyList<Place>> Places(Pointer pointer, IReadOnlyList<ListedFile>? files)
    {
        if (files is null)
            return Validated.Valid<IReadOnlyList<Place>>([new Place(pointer.Target, pointer.State.Id)]);
        var (places, problems) = (new List<Place>(files.Count), new List<Problem>());
        foreach (var file in files)
        {
            if (!ContainedPath.TryResolve(pointer.Target, file.Path, out var path, out var reason))
                problems.Add(pointer.Problem(reason));
            else if (Directory.Exists(path))
                problems.Add(InTheWay(pointer, path));
            else
                places.Add(new Place(path, file.Id));
        }

        return problems.Count > 0
            ? Validated.Invalid<IReadOnlyList<Place>>(problems.Take(MostProblems))
            : Validated.Valid<IReadOnlyList<Place>>(places);
    }

    /// <summary>Files that the data does not have.</summary>
    private Validated<IReadOnlyList<string>> Extra(Pointer pointer, IReadOnlyList<ListedFile> files)
    {
        var walked = DataTree.Walk(project, pointer.Target);
        if (!walked.TryGet(out var present))
            return walked;
        var known = files.Select(x => x.Path).ToHashSet(StringComparer.Ordinal);
        return Validated.Valid<IReadOnlyList<string>>(
            [.. present.Where(x => !known.Contains(x)).Select(x => Path.Combine(pointer.Target, x))]);
    }

    private async Task<IReadOnlyList<Place>> ChangedAsync(IReadOnlyList<Place> places, CancellationToken cancellationToken)
    {
        var isChanged = new bool[places.Count];
        await Parallel.ForAsync(0, places.Count, cancellationToken, async (i, token) =>
            isChanged[i] = !IsThere(places[i].Path)
                || await digests.HexAsync(places[i].Path, HashAlgorithmName.MD5, token) != places[i].Id.Hex);
        return [.. places.Where((_, i) => isChanged[i])];
    }

    /// <summary>A link to nothing is nothing: it is replaced.</summary>
    private static bool IsThere(string path) => File.Exists(path) && DataFiles.DanglingTarget(path) is null;

    /// <summary>What nobody could bring back.</summary>
    private async Task<IReadOnlyList<Problem>> LostAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        foreach (var path in paths.Where(IsThere))
        {
            var id = ObjectId.OfFile(await digests.HexAsync(path, HashAlgorithmName.MD5, cancellationToken));
            if (!await _cache.IsIntactAsync(id, digests, cancellationToken))
            {
                problems.Add(new Problem(
                    project.Show(path), null, null, "The file was changed here, and the cache does not have it.",
                    "Keep it with SnapshotData, or give it up with '--force'."));
            }
        }

        return problems;
    }

    private Task WriteAsync(IReadOnlyList<Place> places, bool isExecutable, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(places, cancellationToken, (place, _) =>
        {
            Write(place, isExecutable);
            return ValueTask.CompletedTask;
        });

    private void Write(Place place, bool isExecutable)
    {
        var draft = _drafts.New();
        try
        {
            File.Create(draft).Dispose();
            var usual = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(draft);
            File.Copy(_cache.PathOf(place.Id), draft, overwrite: true);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(draft, isExecutable ? usual | Execution(usual) : usual);
            FolderSync.Create(Path.GetDirectoryName(place.Path)!);
            FolderSync.FlushFile(draft);
            File.Move(draft, place.Path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Whoever may read it may run it.</summary>
    private static UnixFileMode Execution(UnixFileMode mode) => (UnixFileMode)(((int)mode >> 2) & 0b001_001_001);
}

/// <summary>Files on their way to a place on the same disk; a killed process leaves one here, and nothing at the place.</summary>
/// <param name="path">Made where needed.</param>
internal sealed class DraftFolder(string path)
{
    private const string Extension = ".draft";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>A path that nothing is at. Machines that share a remote must not meet, so that chance names it.</summary>
    public string New()
    {
        FolderSync.Create(path);
        return Path.Combine(path, Path.GetRandomFileName() + Extension);
    }

    /// <summary>Removes what processes that are long gone left behind.</summary>
    public void Sweep(DateTimeOffset now)
    {
        if (!Directory.Exists(path))
            return;
        foreach (var draft in new DirectoryInfo(path).EnumerateFiles("*" + Extension))
        {
            if (now - draft.LastWriteTimeUtc > Longest)
                draft.Delete();
        }
    }
}
