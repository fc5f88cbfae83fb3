using System.Globalization;
using System.IO.Enumeration;
using Pipeline.Core.Problems;
using Pipeline.Data.Schemas;

namespace Pipeline.Data.Sources;

/// <summary>Finds the files that a manifest's path means: one, those of a folder, or those that a pattern matches.</summary>
internal static class DataFiles
{
    private const int MostListed = 1_000;
    private const string Packed = ".gz";

    private const string Unlink =
        "Put the files themselves there; DVC does so with 'dvc config cache.type copy' and 'dvc checkout --relink'.";

    private static readonly Dictionary<string, DataFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = DataFormat.Csv,
        [".tsv"] = DataFormat.Tsv,
        [".tab"] = DataFormat.Tsv,
        [".jsonl"] = DataFormat.JsonLines,
        [".ndjson"] = DataFormat.JsonLines,
        [".parquet"] = DataFormat.Parquet,
    };

    /// <summary>What the extension says; CSV where it says nothing, as with ".data".</summary>
    public static DataFormat FormatOf(string path) => FormatBy(path) ?? DataFormat.Csv;

    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The folder above the first part that is a pattern, and the rest; the path and null where nothing is.</summary>
    /// <param name="path">Absolute. What is there by this very name is no pattern.</param>
    public static (string Path, string? Pattern) SplitPattern(string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar);
        return Path.Exists(path) || Array.FindIndex(parts, IsPattern) is not (>= 0 and var first)
            ? (path, null)
            : (string.Join(Path.DirectorySeparatorChar, parts[..first]), string.Join('/', parts[first..]));
    }

    /// <summary>Where a link leads, if nothing is there; null for anything else.</summary>
    /// <param name="path">Absolute.</param>
    public static string? DanglingTarget(string path)
    {
        var link = new FileInfo(path);
        try
        {
            return link.LinkTarget is { } target && link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true }
                ? target
                : null;
        }
        catch (IOException)
        {
            // Links that go round in a circle lead nowhere.
            return link.LinkTarget;
        }
    }

    /// <summary>In ordinal order of their paths. Symbolic links among the files of a folder or pattern are problems.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="path">Of a file or folder, or a pattern with * and ?, and ** for any folders; relative to the folder.</param>
    /// <returns>Absolute paths.</returns>
    public static Validated<IReadOnlyList<string>> Find(string folder, string path)
    {
        var full = Path.GetFullPath(Path.Combine(folder, path));
        if (DanglingTarget(full) is { } nowhere)
            return Refuse($"'{path}' is a symbolic link to '{nowhere}', where nothing is.");
        if (File.Exists(full))
            return Validated.Valid<IReadOnlyList<string>>([full]);
        if (Directory.Exists(full))
            return Below(
                folder, full, new Wanted(x => FormatBy(x) is not null, _ => true), $"The folder '{path}' has no {Known} file.");
        if (IsPattern(path))
            return Matching(folder, full, $"No file matches '{path}'.");
        return Validated.Invalid<IReadOnlyList<string>>(new Problem($"There is no file '{path}'.", Near(full)));
    }

    private static string Known => string.Join(", ", Formats.Keys);

    private static DataFormat? FormatBy(string path)
    {
        var name = path.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? path[..^Packed.Length] : path;
        return Formats.TryGetValue(Path.GetExtension(name), out var format) ? format : null;
    }

    private static Validated<IReadOnlyList<string>> Refuse(string message, string? hint = null) =>
        Validated.Invalid<IReadOnlyList<string>>(new Problem(message, hint));

    private static Validated<IReadOnlyList<string>> Matching(string folder, string pattern, string none)
    {
        var (start, rest) = SplitPattern(pattern);
        var parts = rest!.Split('/');
        if (!Directory.Exists(start))
            return Refuse(none);
        var wanted = new Wanted(x => Matches(Parts(x), parts), x => MayHold(Parts(x), parts));
        return Below(folder, start, wanted, none);

        string[] Parts(string path) => Path.GetRelativePath(start, path).Split(Path.DirectorySeparatorChar);
    }

    /// <summary>
    /// The files of a folder and of those in it; hidden ones are somebody else's. Of a link, and of a folder that may not be
    /// read, nobody would notice that its rows are left out.
    /// </summary>
    private static Validated<IReadOnlyList<string>> Below(string folder, string start, Wanted wanted, string none)
    {
        var (files, links) = (new List<string>(), new List<string>());
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(start)]);
        while (open.TryPop(out var next))
        {
            try
            {
                foreach (var entry in next.EnumerateFileSystemInfos().Where(x => !IsHidden(x)))
                {
                    if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                        links.AddRange(wanted.Takes(entry) ? [entry.FullName] : []);
                    else if (entry is DirectoryInfo below)
                        open.Push(below);
                    else if (wanted.Takes(entry))
                        files.Add(entry.FullName);
                }
            }
            catch (UnauthorizedAccessException)
            {
                return Refuse($"The folder '{Shown(next.FullName)}' may not be read.", "Ask its owner for the permission.");
            }
        }

        files.Sort(StringComparer.Ordinal);
        return links.Count > 0 ? Refuse(Linked([.. links.Order(StringComparer.Ordinal).Select(Shown)]), Unlink)
            : files.Count > 0 ? Validated.Valid<IReadOnlyList<string>>(files)
            : Refuse(none);

        string Shown(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
    }

    private static bool IsHidden(FileSystemInfo entry) =>
        entry.Name[0] is '.' or '_' || entry.Attributes.HasFlag(FileAttributes.Hidden);

    private static string Linked(IReadOnlyList<string> links)
    {
        var more = links.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $", and {links.Count - 1} more are") : "";
        return $"'{links[0]}' is a symbolic link{more}; "
                + "the files of a folder are read where they lie, and links are not followed.";
    }

    private static bool Matches(ReadOnlySpan<string> path, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty || path.IsEmpty)
            return pattern.IsEmpty && path.IsEmpty;
        if (pattern[0] == "**")
            return Matches(path, pattern[1..]) || Matches(path[1..], pattern);
        return FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: false) && Matches(path[1..], pattern[1..]);
    }

    /// <summary>A file below such a folder could match.</summary>
    private static bool MayHold(ReadOnlySpan<string> folder, ReadOnlySpan<string> pattern) =>
        folder.IsEmpty ? !pattern.IsEmpty
        : !pattern.IsEmpty && (pattern[0] == "**"
            || (FileSystemName.MatchesSimpleExpression(pattern[0], folder[0], ignoreCase: false)
                && MayHold(folder[1..], pattern[1..])));

    private static string? Near(string path)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        return folder.Exists
            ? NearestNames.Question(Path.GetFileName(path), folder.EnumerateFiles().Take(MostListed).Select(x => x.Name))
            : null;
    }

    /// <summary>Which files are looked for, and which folders may hold some, by their paths.</summary>
    private sealed record Wanted(Predicate<string> File, Predicate<string> Folder)
    {
        public bool Takes(FileSystemInfo entry) => entry is DirectoryInfo ? Folder(entry.FullName) : File(entry.FullName);
    }
}
