using System;
using System.Linq;

namespace Nuke.Common.IO;

/// <summary>Paths as text, by the rules of their own root, whatever the operating system at hand.</summary>
public static class PathConstruction
{
    public static bool HasPathRoot(string path) => PathText.Root(path).Length > 0;

    /// <exception cref="ArgumentException">The path climbs above its root.</exception>
    public static string NormalizePath(string path, char? separator = null) => PathText.Normalize(path, separator);

    /// <exception cref="ArgumentException">The right path is absolute, or climbs above the root of the left one.</exception>
    public static string Combine(string left, string right, char? separator = null) => PathText.Combine(left, right, separator);

    /// <summary>The way from one absolute path to another; the whole other path where they have no common root.</summary>
    public static string GetRelativePath(string basePath, string destinationPath)
    {
        var from = Split(AbsolutePath.Create(basePath), out var fromRoot);
        var to = Split(AbsolutePath.Create(destinationPath), out var toRoot);
        var comparer = fromRoot == "/" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        if (!comparer.Equals(fromRoot, toRoot))
            return AbsolutePath.Create(destinationPath);
        var common = from.Zip(to).TakeWhile(x => comparer.Equals(x.First, x.Second)).Count();
        return string.Join(
            PathText.SeparatorOf(fromRoot), Enumerable.Repeat("..", from.Length - common).Concat(to.Skip(common)));
    }

    public static UnixRelativePath GetUnixRelativePath(string basePath, string destinationPath) =>
        (UnixRelativePath)GetRelativePath(basePath, destinationPath);

    public static WinRelativePath GetWinRelativePath(string basePath, string destinationPath) =>
        (WinRelativePath)GetRelativePath(basePath, destinationPath);

    public static RelativePath GetRelativePathTo(this AbsolutePath basePath, string destinationPath) =>
        (RelativePath)GetRelativePath(basePath, destinationPath);

    public static UnixRelativePath GetUnixRelativePathTo(this AbsolutePath basePath, string destinationPath) =>
        GetUnixRelativePath(basePath, destinationPath);

    public static WinRelativePath GetWinRelativePathTo(this AbsolutePath basePath, string destinationPath) =>
        GetWinRelativePath(basePath, destinationPath);

    public static UnixRelativePath ToUnixRelativePath(this RelativePath path) => (UnixRelativePath)(string)path;

    public static WinRelativePath ToWinRelativePath(this RelativePath path) => (WinRelativePath)(string)path;

    /// <summary>Whether the second path is the first or lies below it.</summary>
    public static bool IsDescendantPath(string basePath, string destinationPath)
    {
        var from = AbsolutePath.Create(basePath);
        return AbsolutePath.Create(destinationPath).FindParentOrSelf(x => x == from) != null;
    }

    public static bool Contains(this AbsolutePath basePath, string destinationPath) =>
        IsDescendantPath(basePath, destinationPath);

    private static string[] Split(string path, out string root)
    {
        root = PathText.Root(path);
        var segments = path[root.Length..].Split(PathText.SeparatorOf(path), StringSplitOptions.RemoveEmptyEntries);
        if (root != @"\\")
            return segments;
        root = $@"\\{segments.FirstOrDefault()}";
        return segments[Math.Min(1, segments.Length)..];
    }
}
