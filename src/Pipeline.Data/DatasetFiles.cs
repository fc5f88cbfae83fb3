using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Sources;
using Pipeline.Data.Versions;

namespace Pipeline.Data;

/// <summary>The files that a manifest's dataset is in.</summary>
public static class DatasetFiles
{
    /// <summary>The names of the columns of the first file, without reading its rows.</summary>
    public static async Task<Validated<IReadOnlyList<string>>> ReadHeaderAsync(
        DatasetRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        var opened = await DatasetSource.OpenAsync(request, isHashed: false, progress, cancellationToken);
        if (!opened.TryGet(out var source))
            return Validated.Invalid<IReadOnlyList<string>>(opened.Problems);
        using (source)
            return Validated.Valid(source.Header);
    }

    /// <summary>
    /// Absolute paths in the order of reading. Data that has a pointer and is not there is put in its place from the cache; data
    /// that is nowhere is a problem where the manifest names it.
    /// </summary>
    public static async Task<Validated<IReadOnlyList<string>>> FindAsync(
        DatasetRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.Section.Path;
        if (!DataFiles.IsPattern(path))
        {
            var full = Path.Combine(request.Folder, path);
            var resolved = await DataPointer.ResolveAsync(full, request.Clock, progress, cancellationToken);
            if (!resolved.TryGet(out var there))
                return Validated.Invalid<IReadOnlyList<string>>(resolved.Problems);
            path = there == Path.GetFullPath(full) ? path : Path.GetRelativePath(request.Folder, there);
        }

        var files = DataFiles.Find(request.Folder, path);
        var place = request.Manifest.Locate("data.path");
        return files.IsValid
            ? files
            : Validated.Invalid<IReadOnlyList<string>>(files.Problems.Select(x => place.Problem(x.Message, x.Hint)));
    }
}
