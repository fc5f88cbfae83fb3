using System;
using System.IO;
using Nuke.Common.IO;

namespace Nuke.Common.Tooling;

/// <summary>Work on files that some systems know and others do not.</summary>
public static class ToolingExtensions
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Lets everybody run a file; there is nothing to do for that on Windows.</summary>
    /// <exception cref="NotSupportedException">The index of the version control system is to be changed as well.</exception>
    public static AbsolutePath SetExecutable(this AbsolutePath path, bool updateVcsIndex = false)
    {
        if (updateVcsIndex)
            throw new NotSupportedException("The version control index is left alone; run 'git update-index --chmod=+x'.");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | AnyExecute);
        return path;
    }

    /// <summary>Sets the permissions by octal digits such as <c>755</c>; there is nothing to set on Windows.</summary>
    public static AbsolutePath SetUnixPermissions(this AbsolutePath path, string permissions)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(permissions, 8));
        return path;
    }

    /// <summary>A link under another path that leads to this one.</summary>
    /// <param name="force">Whether a file or link that is there already is replaced.</param>
    /// <returns>The path of the link.</returns>
    public static AbsolutePath AddUnixSymlink(this AbsolutePath path, AbsolutePath linkPath, bool force = false)
    {
        if (force)
            linkPath.DeleteFile();
        File.CreateSymbolicLink(linkPath, path);
        return linkPath;
    }
}
