using Pipeline.Core.Problems;

namespace Pipeline.Data.Versions;

/// <summary>The files below a folder that are data.</summary>
internal static class DataTree
{
    private const int MostProblems = 20;

    /// <summary>Links, pipes, sockets and devices are problems; what .dvcignore names is left out.</summary>
    /// <returns>Paths below the folder, with '/', in no order.</returns>
    public static Validated<IReadOnlyList<string>> Walk(DvcProject project, string folder)
    {
        var rules = IgnoreRules.Above(project, folder);
        var (files, problems) = (new List<string>(), new List<Problem>());
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (open.TryPop(out var next) && problems.Count < MostProblems)
        {
            foreach (var entry in next.EnumerateFileSystemInfos())
            {
                var shown = project.Show(entry.FullName);
                if (DirectoryListing.IsForeign(entry.Name) || rules.Ignores(shown, entry is DirectoryInfo))
                    continue;
                var path = Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (Refuse(entry, path) is { } reason)
                    problems.Add(new Problem(shown, null, null, reason));
                else if (entry is DirectoryInfo below)
                    open.Push(below);
                else
                    files.Add(path);
            }
        }

        return problems.Count > 0
            ? Validated.Invalid<IReadOnlyList<string>>(problems.Take(MostProblems))
            : Validated.Valid<IReadOnlyList<string>>(files);
    }

    /// <summary>Why something that the file system has cannot be kept as data; null when it can.</summary>
    /// <param name="entry">A file or a folder.</param>
    /// <param name="path">As it would be listed.</param>
    public static string? Refuse(FileSystemInfo entry, string path) => entry switch
    {
        { LinkTarget: not null } => "A symbolic link is here; files and folders are kept as data.",
        { Name: IgnoreRules.FileName } => "A .dvcignore file is inside of the data; it is read above the data alone.",
        FileInfo { Extension: Pointer.Extension } =>
            "A pointer is inside of the data, and data has one pointer; keep the files one by one, or delete it.",
        FileInfo file when !FileIdentity.Of(file.FullName).IsRegular =>
            "Neither a file nor a folder is here; both are kept as data.",
        _ => DirectoryListing.RefusePath(path),
    };
}
