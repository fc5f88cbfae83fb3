using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Versions;

/// <summary>
/// Tells data that a stage of DVC makes: it has no pointer, because <c>dvc.lock</c> keeps its version. That file is not read
/// for versions, only for being able to say so.
/// </summary>
internal static class StageLock
{
    private const string FileName = "dvc.lock";
    private const long MostBytes = 16L << 20;

    /// <summary>The problem of data that a stage makes; null for other data.</summary>
    /// <param name="project">Whose root ends the search.</param>
    /// <param name="data">Absolute, there or not.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Problem?> FindAsync(DvcProject project, string data, CancellationToken cancellationToken)
    {
        for (var step = Path.GetDirectoryName(data); step?.Length >= project.Root.Length; step = Path.GetDirectoryName(step))
        {
            var file = new FileInfo(Path.Combine(step, FileName));
            if (!file.Exists || file.Length > MostBytes)
                continue;
            var read = ManifestReader.ReadNode(await File.ReadAllBytesAsync(file.FullName, cancellationToken), file.FullName);
            if (read.TryGet(out var root) && Output(root, step, data) is var (stage, at))
            {
                return new Problem(
                    project.Show(file.FullName), at.Location.Line, null,
                    $"The stage '{stage}' of DVC makes '{project.Show(data)}', "
                    + $"and {FileName}, which has its version, is not read.",
                    "Bring the data with 'dvc pull'; to have its version here, keep a copy of it elsewhere with SnapshotData.");
            }
        }

        return null;
    }

    private static (string Stage, ManifestNode At)? Output(ManifestNode root, string folder, string data)
    {
        foreach (var name in root.Find("stages")?.Keys ?? [])
        {
            foreach (var output in root.Find("stages")!.Find(name)!.Find("outs")?.Items ?? [])
            {
                if (output.Find("path") is { } at && at.Bind<string>().TryGet(out var path)
                    && Holds(Path.Combine(folder, path), data))
                    return (name, at);
            }
        }

        return null;
    }

    private static bool Holds(string output, string data)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        return data == full || data.StartsWith(full + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}
