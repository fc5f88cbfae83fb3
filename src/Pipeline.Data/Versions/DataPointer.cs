using Pipeline.Core.Problems;
using Pipeline.Core.Progress;

namespace Pipeline.Data.Versions;

/// <summary>From what a manifest says to where the data lies.</summary>
public static class DataPointer
{
    /// <summary>
    /// The path of the data. For data that is not there but has a pointer, it is put in its place from the cache; when the cache
    /// does not have it, that is a problem. A path without data and without pointer comes back as it is.
    /// </summary>
    /// <param name="path">Of a file or folder, or of its pointer.</param>
    /// <param name="clock">Tells files that were written a moment ago.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Validated<string>> ResolveAsync(
        string path, TimeProvider clock, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var isPointer = full.EndsWith(Pointer.Extension, StringComparison.Ordinal);
        if (!isPointer && (File.Exists(full) || !File.Exists(DatasetVersions.PointerFile(full))))
            return Validated.Valid(full);
        var opened = await DatasetVersions.OpenAsync(full, cancellationToken);
        if (!opened.TryGet(out var place))
            return Validated.Invalid<string>(opened.Problems);
        if (Path.Exists(place.Pointer.Target) && !File.Exists(place.Project.UnfinishedMark(place.Pointer.Target)))
            return Validated.Valid(place.Pointer.Target);
        var digests = await place.Project.OpenDigestsAsync(clock, cancellationToken);
        var restored = await new Exchange(place, digests, clock, progress).RestoreAsync(cancellationToken);
        await digests.SaveAsync(cancellationToken);
        if (!restored.IsValid)
            return Validated.Invalid<string>(restored.Problems);
        return restored.Value
            ? Validated.Valid(place.Pointer.Target)
            : Validated.Invalid<string>(place.Pointer.Problem(
                $"The data '{place.Project.Show(place.Pointer.Target)}' is neither here nor in the cache.",
                "Run './build.sh PullData'."));
    }
}
