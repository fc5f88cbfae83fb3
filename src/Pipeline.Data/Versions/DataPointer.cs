using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Versions;

/// <summary>From what a manifest says to where the data lies.</summary>
public static class DataPointer
{
    /// <summary>
    /// The path of the data. For data that is not there but has a pointer, or lies in a folder that has one, it is put in its
    /// place from the cache; when the cache does not have it, that is a problem. A path without data and without pointer comes
    /// back as it is.
    /// </summary>
    /// <param name="path">Of a file or folder, or of its pointer, or a pattern.</param>
    /// <param name="clock">Tells files that were written a moment ago.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Validated<string>> ResolveAsync(
        string path, TimeProvider clock, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (NeedsNoPointer(full))
            return Validated.Valid(full);
        var found = await PointerSearch.FindAsync(full, cancellationToken);
        if (found is null)
        {
            return full.EndsWith(Pointer.Extension, StringComparison.Ordinal)
                ? Validated.Invalid<string>(DatasetVersions.NoPointer(full))
                : Validated.Valid(full);
        }

        if (!found.TryGet(out var place))
            return Validated.Invalid<string>(found.Problems);
        return IsThere(place.Pointer.Target) && !File.Exists(place.Project.UnfinishedMark(place.Pointer.Target))
            ? Validated.Valid(place.Path)
            : await RestoreAsync(place, clock, progress, cancellationToken);
    }

    /// <summary>A file, or a folder without a pointer: its pointer could not tell that it is half of another version.</summary>
    private static bool NeedsNoPointer(string full)
    {
        var data = DataFiles.SplitPattern(full).Path;
        return !data.EndsWith(Pointer.Extension, StringComparison.Ordinal) && IsThere(data)
            && (File.Exists(data) || !File.Exists(DatasetVersions.PointerFile(data)));
    }

    private static bool IsThere(string path) => Path.Exists(path) && DataFiles.DanglingTarget(path) is null;

    private static async Task<Validated<string>> RestoreAsync(
        PointerPlace place, TimeProvider clock, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        var digests = await place.Project.OpenDigestsAsync(clock, cancellationToken);
        var restored = await new Exchange(place, digests, clock, progress).RestoreAsync(cancellationToken);
        await digests.SaveAsync(cancellationToken);
        if (!restored.IsValid)
            return Validated.Invalid<string>(restored.Problems);
        return restored.Value
            ? Validated.Valid(place.Path)
            : Validated.Invalid<string>(place.Pointer.Problem(
                $"The data '{place.Project.Show(place.Pointer.Target)}' is neither here nor in the cache.",
                "Run './build.sh PullData'."));
    }
}
