using System;
using System.IO;

namespace Nuke.Common.IO;

internal static class Links
{
    /// <summary>Whether a folder is a link to one that it is in, so that a walk would go round for ever.</summary>
    public static bool LeadsUp(string directory)
    {
        if (!File.GetAttributes(directory).HasFlag(FileAttributes.ReparsePoint))
            return false;
        var target = new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true);
        if (target is not { Exists: true })
            return true;
        var prefix = Path.TrimEndingDirectorySeparator(target.FullName) + Path.DirectorySeparatorChar;
        return (RealPath(directory) + Path.DirectorySeparatorChar).StartsWith(prefix, StringComparison.Ordinal);
    }

    /// <summary>The path with the links on the way to it resolved; the last part stays as it is.</summary>
    private static string RealPath(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent == null)
            return path;
        var real = new DirectoryInfo(RealPath(parent));
        var target = real.LinkTarget == null ? real : real.ResolveLinkTarget(returnFinalTarget: true) ?? real;
        return Path.Combine(target.FullName, Path.GetFileName(path));
    }
}
