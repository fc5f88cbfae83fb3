using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Core.Artifacts;

/// <summary>Paths that come from outside and must stay below a folder.</summary>
public static class ContainedPath
{
    /// <summary>The absolute path, or why there is none.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="relative">"..", absolute paths, drives and links that lead out of the folder are refused.</param>
    public static bool TryResolve(
        string folder, string relative, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(relative);
        reason = Refuse(relative);
        path = reason is null ? Path.GetFullPath(Path.Combine(folder, relative)) : null;
        if (path is not null && LinkOut(folder, path) is { } link)
            (path, reason) = (null, $"'{relative}' leaves its folder through the link '{link}'.");
        return reason is null;
    }

    /// <exception cref="ArgumentException">The path leaves the folder.</exception>
    public static string Resolve(string folder, string relative) =>
        TryResolve(folder, relative, out var path, out var reason)
            ? path
            : throw new ArgumentException(reason, nameof(relative));

    private static string? Refuse(string relative)
    {
        if (string.IsNullOrWhiteSpace(relative))
            return "An empty path names no file.";
        if (relative.Any(char.IsControl))
            return "A path has no control characters.";
        var parts = relative.Split('/', '\\');
        return Path.IsPathRooted(relative) || parts[0].Length == 0 || parts[0].Contains(':', StringComparison.Ordinal)
            ? $"'{relative}' is absolute; a path below its folder is accepted."
            : parts.Contains("..") ? $"'{relative}' leaves its folder with '..'." : null;
    }

    private static string? LinkOut(string folder, string path)
    {
        var root = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        for (var step = path; step is not null && step.Length > root.Length; step = Path.GetDirectoryName(step))
        {
            if (new FileInfo(step).LinkTarget is not null && !(Target(step)?.StartsWith(root, StringComparison.Ordinal) ?? false))
                return step;
        }

        return null;
    }

    /// <summary>Null for links that go round in a circle.</summary>
    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
