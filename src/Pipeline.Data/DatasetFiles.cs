using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Sources;
using Pipeline.Data.Versions;

namespace Pipeline.Data;

/// <summary>The files that a manifest's dataset is in.</summary>
public static class DatasetFiles
{
    private const int MostNamed = 5;
    private const string Step = "looking for the data";

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
    /// that is nowhere is a problem where the manifest names it. Files that <c>.dvcignore</c> names are left out, with a warning.
    /// </summary>
    public static async Task<Validated<IReadOnlyList<string>>> FindAsync(
        DatasetRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        var path = request.Section.Path;
        var full = Path.GetFullPath(Path.Combine(request.Folder, path));
        var resolved = await DataPointer.ResolveAsync(full, request.Clock, progress, cancellationToken);
        if (!resolved.TryGet(out var there))
            return Validated.Invalid<IReadOnlyList<string>>(resolved.Problems);
        path = there == Path.TrimEndingDirectorySeparator(full) ? path : Path.GetRelativePath(request.Folder, there);
        var files = DataFiles.Find(request.Folder, path);
        var place = request.Manifest.Locate("data.path");
        return files.TryGet(out var found)
            ? await HeldAsync(request, there, found, progress, cancellationToken)
            : Validated.Invalid<IReadOnlyList<string>>(files.Problems.Select(x => place.Problem(x.Message, x.Hint)));
    }

    /// <summary>
    /// What .dvcignore names is no data, so that a version of the data does not hold it: it is not read either.
    /// </summary>
    private static async Task<Validated<IReadOnlyList<string>>> HeldAsync(
        DatasetRequest request,
        string path,
        IReadOnlyList<string> files,
        IProgress<StepEvent> progress,
        CancellationToken cancellationToken)
    {
        var folder = DataFiles.SplitPattern(path).Path;
        if (!Directory.Exists(folder)
            || await DvcProject.FindAsync(folder, cancellationToken) is not { } opened || !opened.TryGet(out var project))
        {
            return Validated.Valid(files);
        }

        var rules = IgnoreRules.Above(project, folder);
        var ignored = files.Where(x => rules.IgnoresPath(project.Show(x))).ToList();
        if (ignored.Count == 0)
            return Validated.Valid(files);
        var named = string.Join(", ", ignored.Take(MostNamed).Select(project.Show)) + (ignored.Count > MostNamed ? ", ..." : "");
        if (ignored.Count == files.Count)
        {
            return Validated.Invalid<IReadOnlyList<string>>(request.Manifest.Locate("data.path").Problem(
                $"'.dvcignore' leaves out every file of '{request.Section.Path}': {named}.",
                "Change its rules, or name other data."));
        }

        progress.Report(new StepEvent.Warned(Step, string.Create(
            CultureInfo.InvariantCulture,
            $"{ignored.Count} of {files.Count} files are left out, because '.dvcignore' says that they are no data: {named}.")));
        return Validated.Valid<IReadOnlyList<string>>([.. files.Except(ignored)]);
    }
}
