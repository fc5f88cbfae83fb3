using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Versions;

/// <summary>Finds the one pointer that data belongs to: its own, or that of a folder which it lies in.</summary>
internal static class PointerSearch
{
    private const string FolderMark = ".dir";

    /// <param name="path">Absolute, of a file or folder, of its pointer, or a pattern; there or not.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// Null for data that has no pointer. Two pointers for the same data, a pointer that cannot be read, and data that a stage
    /// of DVC makes are problems.
    /// </returns>
    public static async Task<Validated<PointerPlace>?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var (data, pattern) = DataFiles.SplitPattern(Path.TrimEndingDirectorySeparator(path));
        var own = DatasetVersions.PointerFile(data);
        var hasOwn = File.Exists(own);
        var found = await DvcProject.FindAsync(Path.GetDirectoryName(own)!, cancellationToken);
        if (found is null)
        {
            return hasOwn
                ? Invalid(At(own, "The pointer belongs to no project: no folder above has a '.dvc'."))
                : null;
        }

        if (!found.TryGet(out var project))
            return Invalid([.. found.Problems]);
        var above = await AboveAsync(project, own, cancellationToken);
        if (!hasOwn)
            return above is not null ? Inside(project, above, path) : await LockedAsync(project, data, cancellationToken);
        if (above is { } both)
            return Invalid(both.TryGet(out var outer) ? Twice(project, own, outer) : both.Problems[0]);
        var read = await PointerReader.ReadAsync(project, own, cancellationToken);
        return read.TryGet(out var pointer)
            ? Validated.Valid(new PointerPlace(project, pointer) { Part = pattern })
            : Invalid([.. read.Problems]);
    }

    /// <summary>The pointer of a folder that the data of a pointer, there or not, would lie in; null for none.</summary>
    public static async Task<Validated<Pointer>?> AboveAsync(
        DvcProject project, string own, CancellationToken cancellationToken)
    {
        var data = own[..^Pointer.Extension.Length];
        for (var step = Path.GetDirectoryName(data)!; IsInside(project, step); step = Path.GetDirectoryName(step)!)
        {
            var usual = step + Pointer.Extension;
            if (step != project.Root && File.Exists(usual)
                && await PointerReader.ReadAsync(project, usual, cancellationToken) is { IsValid: false } unreadable)
            {
                return unreadable;
            }

            foreach (var file in Folders(step).Where(x => x != own))
            {
                var read = await PointerReader.ReadAsync(project, file, cancellationToken);
                if (read.TryGet(out var pointer) && pointer.State.Id.IsDirectory && IsBelow(pointer.Target, data))
                    return read;
            }
        }

        return null;
    }

    public static Problem Twice(DvcProject project, string own, Pointer outer) => new(
        project.Show(own), null, null,
        $"'{outer.Shown}' keeps the folder '{project.Show(outer.Target)}' that this data lies in; data has one pointer.",
        "Delete one of the two pointers.");

    /// <summary>Pointers of folders; those of files, of which there may be thousands, are not parsed.</summary>
    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + Pointer.Extension).Order(StringComparer.Ordinal)
            .Where(x => new FileInfo(x).Length <= PointerReader.MostBytes
                && File.ReadAllText(x).Contains(FolderMark, StringComparison.Ordinal))
        : [];

    private static Validated<PointerPlace> Inside(DvcProject project, Validated<Pointer> above, string path)
    {
        if (!above.TryGet(out var pointer))
            return Validated.Invalid<PointerPlace>(above.Problems);
        var part = Path.GetRelativePath(pointer.Target, path).Replace(Path.DirectorySeparatorChar, '/');
        return Validated.Valid(new PointerPlace(project, pointer) { Part = part });
    }

    private static async Task<Validated<PointerPlace>?> LockedAsync(
        DvcProject project, string data, CancellationToken cancellationToken) =>
        await StageLock.FindAsync(project, data, cancellationToken) is { } problem ? Invalid(problem) : null;

    private static bool IsInside(DvcProject project, string? folder) =>
        folder is not null && (folder == project.Root || IsBelow(project.Root, folder));

    private static bool IsBelow(string folder, string path) => path.StartsWith(
        Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static Validated<PointerPlace> Invalid(params IEnumerable<Problem> problems) =>
        Validated.Invalid<PointerPlace>(problems);

    private static Problem At(string path, string message) => new(path, null, null, message);
}

/// <param name="Project">Whose cache and remotes the data is in.</param>
/// <param name="Pointer">Which data.</param>
internal sealed record PointerPlace(DvcProject Project, Pointer Pointer)
{
    /// <summary>What of the data is meant, from its folder: a file, a folder or a pattern; null for all of it.</summary>
    public string? Part { get; init; }

    /// <summary>Absolute, of what is meant.</summary>
    public string Path => Part is null ? Pointer.Target : System.IO.Path.Combine(Pointer.Target, Part);

    /// <summary>The object that the pointer names; the files of a folder are in its listing.</summary>
    public ListedFile Root => new(System.IO.Path.GetFileName(Pointer.Target), Pointer.State.Id);
}
