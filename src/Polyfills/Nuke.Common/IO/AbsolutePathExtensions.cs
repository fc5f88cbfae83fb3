using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Nuke.Common.Utilities;

namespace Nuke.Common.IO;

/// <summary>Questions to, and work on, the file system at a path.</summary>
public static partial class AbsolutePathExtensions
{
    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    /// <summary>Whether a file or folder is there; telling them apart by an expression is not supported.</summary>
    public static bool Exists(this AbsolutePath path, string expression = null) =>
        expression == null
            ? path.FileExists() || path.DirectoryExists()
            : throw new NotSupportedException("Exists takes no expression here; use FileExists or DirectoryExists.");

    /// <summary>The path if a file or folder is there, else null.</summary>
    public static AbsolutePath Existing(this AbsolutePath path, string expression = null) =>
        path.Exists(expression) ? path : null;

    /// <summary>The path if a file is there, else null.</summary>
    public static AbsolutePath ExistingFile(this AbsolutePath path) => path.FileExists() ? path : null;

    /// <summary>The path if a folder is there, else null.</summary>
    public static AbsolutePath ExistingDirectory(this AbsolutePath path) => path.DirectoryExists() ? path : null;

    public static IEnumerable<AbsolutePath> WhereFileExists(this IEnumerable<AbsolutePath> paths) =>
        paths.Where(x => x.FileExists());

    public static IEnumerable<AbsolutePath> WhereDirectoryExists(this IEnumerable<AbsolutePath> paths) =>
        paths.Where(x => x.DirectoryExists());

    public static bool ContainsFile(this AbsolutePath path, string pattern, SearchOption options = SearchOption.TopDirectoryOnly)
        => Directory.EnumerateFiles(path, pattern, options).Any();

    public static bool ContainsDirectory(
        this AbsolutePath path, string pattern, SearchOption options = SearchOption.TopDirectoryOnly) =>
        Directory.EnumerateDirectories(path, pattern, options).Any();

    /// <summary>Whether the name begins with a dot.</summary>
    public static bool IsDotDirectory(this AbsolutePath path) => path.Name.StartsWith('.');

    /// <summary>Whether the name ends with one of the extensions, in any case, with or without their dot.</summary>
    public static bool HasExtension(this AbsolutePath path, string extension, params string[] alternativeExtensions) =>
        alternativeExtensions.Prepend(extension).Any(x => path.Name.EndsWithOrdinalIgnoreCase(Dotted(x)));

    /// <summary>The path with its last extension replaced; an empty one removes it.</summary>
    public static AbsolutePath WithExtension(this AbsolutePath path, string extension) =>
        path.NotNull().Parent.NotNull("A root has no extension.") / (path.NameWithoutExtension + Dotted(extension));

    public static AbsolutePath FindParent(this AbsolutePath path, Func<AbsolutePath, bool> predicate) =>
        path.NotNull().Parent?.FindParentOrSelf(predicate);

    /// <summary>The nearest path upwards that meets the predicate, or null.</summary>
    public static AbsolutePath FindParentOrSelf(this AbsolutePath path, Func<AbsolutePath, bool> predicate)
    {
        while (path != null && !predicate(path))
            path = path.Parent;
        return path;
    }

    public static FileInfo ToFileInfo(this AbsolutePath path) => path is null ? null : new FileInfo(path);

    public static DirectoryInfo ToDirectoryInfo(this AbsolutePath path) => path is null ? null : new DirectoryInfo(path);

    public static DateTime GetLastWriteTimeUtc(this AbsolutePath path) => File.GetLastWriteTimeUtc(path);

    /// <summary>The sorted files of a folder down to a depth, one being its own; only those with all the attributes.</summary>
    public static IEnumerable<AbsolutePath> GetFiles(
        this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = FileAttributes.None) =>
        depth < 1
            ? []
            : Sorted(Directory.EnumerateFiles(path, pattern), attributes)
                .Concat(Below(path, depth).SelectMany(x => x.GetFiles(pattern, depth - 1, attributes)));

    /// <summary>The sorted folders of a folder down to a depth, one being its own; only those with all the attributes.</summary>
    public static IEnumerable<AbsolutePath> GetDirectories(
        this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = FileAttributes.None) =>
        depth < 1
            ? []
            : Sorted(Directory.EnumerateDirectories(path, pattern), attributes)
                .Concat(Below(path, depth).SelectMany(x => x.GetDirectories(pattern, depth - 1, attributes)));

    private static IEnumerable<AbsolutePath> Below(AbsolutePath path, int depth) =>
        depth == 1 ? [] : Sorted(Directory.EnumerateDirectories(path), FileAttributes.None).Where(x => !Links.LeadsUp(x));

    private static IEnumerable<AbsolutePath> Sorted(IEnumerable<string> paths, FileAttributes attributes) => paths
        .Where(x => (File.GetAttributes(x) & attributes) == attributes)
        .Order(StringComparer.Ordinal)
        .Select(AbsolutePath.FromFileSystem);

    private static string Dotted(string extension) =>
        extension.IsNullOrEmpty() || extension.StartsWith('.') ? extension : $".{extension}";
}
