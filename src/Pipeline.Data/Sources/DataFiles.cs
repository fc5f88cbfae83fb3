using System.IO.Enumeration;
using Pipeline.Core.Problems;
using Pipeline.Data.Schemas;

namespace Pipeline.Data.Sources;

/// <summary>Finds the files that a manifest's path means: one, those of a folder, or those that a pattern matches.</summary>
internal static class DataFiles
{
    private const int MostListed = 1_000;
    private const string Packed = ".gz";

    private static readonly Dictionary<string, DataFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = DataFormat.Csv,
        [".tsv"] = DataFormat.Tsv,
        [".tab"] = DataFormat.Tsv,
        [".jsonl"] = DataFormat.JsonLines,
        [".ndjson"] = DataFormat.JsonLines,
    };

    /// <summary>What the extension says; CSV where it says nothing, as with ".data".</summary>
    public static DataFormat FormatOf(string path) => FormatBy(path) ?? DataFormat.Csv;

    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>In ordinal order of their paths.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="path">Of a file or folder, or a pattern with * and ?, and ** for any folders; relative to the folder.</param>
    /// <returns>Absolute paths.</returns>
    public static Validated<IReadOnlyList<string>> Find(string folder, string path)
    {
        var full = Path.GetFullPath(Path.Combine(folder, path));
        if (File.Exists(full))
            return Validated.Valid<IReadOnlyList<string>>([full]);
        if (Directory.Exists(full))
            return NotNone(Below(full).Where(x => FormatBy(x) is not null), $"The folder '{path}' has no {Known} file.");
        if (IsPattern(path))
            return NotNone(Matching(full), $"No file matches '{path}'.");
        return Validated.Invalid<IReadOnlyList<string>>(new Problem($"There is no file '{path}'.", Near(full)));
    }

    private static string Known => string.Join(", ", Formats.Keys);

    private static DataFormat? FormatBy(string path)
    {
        var name = path.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? path[..^Packed.Length] : path;
        return Formats.TryGetValue(Path.GetExtension(name), out var format) ? format : null;
    }

    private static Validated<IReadOnlyList<string>> NotNone(IEnumerable<string> found, string none)
    {
        IReadOnlyList<string> files = [.. found.Order(StringComparer.Ordinal)];
        return files.Count > 0
            ? Validated.Valid(files)
            : Validated.Invalid<IReadOnlyList<string>>(new Problem(none));
    }

    /// <summary>The files of a folder and of those in it; hidden ones are somebody else's.</summary>
    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
        })
        .Where(x => !Path.GetRelativePath(folder, x).Split(Path.DirectorySeparatorChar).Any(y => y[0] is '.' or '_'));

    private static IEnumerable<string> Matching(string pattern)
    {
        var parts = pattern.Split(Path.DirectorySeparatorChar);
        var fix = Array.FindIndex(parts, IsPattern);
        var folder = string.Join(Path.DirectorySeparatorChar, parts[..fix]) + Path.DirectorySeparatorChar;
        return Directory.Exists(folder)
            ? Below(folder).Where(x => Matches(x[folder.Length..].Split(Path.DirectorySeparatorChar), parts.AsSpan(fix)))
            : [];
    }

    private static bool Matches(ReadOnlySpan<string> path, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty || path.IsEmpty)
            return pattern.IsEmpty && path.IsEmpty;
        if (pattern[0] == "**")
            return Matches(path, pattern[1..]) || Matches(path[1..], pattern);
        return FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: false) && Matches(path[1..], pattern[1..]);
    }

    private static string? Near(string path)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        return folder.Exists
            ? NearestNames.Question(Path.GetFileName(path), folder.EnumerateFiles().Take(MostListed).Select(x => x.Name))
            : null;
    }
}
