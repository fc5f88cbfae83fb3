using System;
using System.Collections.Generic;

namespace Nuke.Common.IO;

/// <summary>Reading of path text, by the rules of the path's own root, whatever the operating system at hand.</summary>
internal static class PathText
{
    private static readonly char[] Separators = ['/', '\\'];

    public static bool IsSeparator(char character) => character is '/' or '\\';

    public static bool HasDriveRoot(string path) =>
        path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && (path.Length == 2 || IsSeparator(path[2]));

    public static bool HasUncRoot(string path) => path.StartsWith(@"\\", StringComparison.Ordinal);

    public static bool HasUnixRoot(string path) => path.StartsWith('/');

    public static bool HasWindowsRoot(string path) => HasDriveRoot(path) || HasUncRoot(path);

    /// <summary>The root with its separator: <c>/</c>, <c>C:\</c>, <c>\\</c>; empty for a relative path.</summary>
    public static string Root(string path) => path switch
    {
        null or "" => "",
        _ when HasUnixRoot(path) => "/",
        _ when HasDriveRoot(path) => $@"{char.ToUpperInvariant(path[0])}:\",
        _ when HasUncRoot(path) => @"\\",
        _ => "",
    };

    public static char SeparatorOf(string path) =>
        HasWindowsRoot(path) ? '\\' : HasUnixRoot(path) ? '/' : System.IO.Path.DirectorySeparatorChar;

    /// <summary>Removes doubled and trailing separators and dots, and unites the separators.</summary>
    /// <exception cref="ArgumentException">The path climbs above its root.</exception>
    public static string Normalize(string path, char? separator = null)
    {
        path ??= "";
        var root = Root(path);
        var segments = new List<string>();
        var rest = path[Math.Min(root.Length, path.Length)..];
        foreach (var segment in rest.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
            Push(segments, segment, rooted: root.Length > 0, path);
        return root + string.Join(separator ?? SeparatorOf(path), segments);
    }

    private static void Push(List<string> segments, string segment, bool rooted, string path)
    {
        if (segment == ".")
            return;
        if (segment != ".." || (!rooted && (segments.Count == 0 || segments[^1] == "..")))
            segments.Add(segment);
        else if (segments.Count == 0)
            throw new ArgumentException($"The path '{path}' climbs above its root.", nameof(path));
        else
            segments.RemoveAt(segments.Count - 1);
    }

    public static string Combine(string left, string right, char? separator = null)
    {
        if (string.IsNullOrEmpty(right))
            return Normalize(left, separator);
        if (Root(right).Length > 0)
            throw new ArgumentException($"The path '{right}' is absolute and cannot be appended to '{left}'.", nameof(right));
        return Normalize(string.IsNullOrEmpty(left) ? right : $"{left}{separator ?? SeparatorOf(left)}{right}", separator);
    }
}
