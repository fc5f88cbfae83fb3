using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Nuke.Common.IO;

public static partial class AbsolutePathExtensions
{
    /// <summary>Makes the folder and those above it, where they are not there.</summary>
    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Leaves an empty folder; what links in it point to stays.</summary>
    public static AbsolutePath CreateOrCleanDirectory(this AbsolutePath path)
    {
        path.CreateDirectory();
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().ToList())
            Delete(entry);
        return path;
    }

    /// <summary>Deletes a file, or a link; does nothing where there is none.</summary>
    public static void DeleteFile(this AbsolutePath path)
    {
        var file = new FileInfo(path);
        if (file.Exists || file.LinkTarget != null)
            Delete(file);
    }

    public static void DeleteFiles(this IEnumerable<AbsolutePath> paths)
    {
        foreach (var path in paths.ToList())
            path.DeleteFile();
    }

    /// <summary>Deletes a folder and what is in it; of a link, the link alone. Does nothing where there is none.</summary>
    public static void DeleteDirectory(this AbsolutePath path)
    {
        var directory = new DirectoryInfo(path);
        if (directory.Exists || directory.LinkTarget != null)
            Delete(directory);
    }

    public static void DeleteDirectories(this IEnumerable<AbsolutePath> paths)
    {
        foreach (var path in paths.ToList())
            path.DeleteDirectory();
    }

    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo { LinkTarget: null } directory)
        {
            foreach (var child in directory.EnumerateFileSystemInfos().ToList())
                Delete(child);
        }
        MakeDeletable(entry);
        entry.Delete();
    }

    /// <summary>Windows refuses to delete what is read-only; Git makes its objects so.</summary>
    private static void MakeDeletable(FileSystemInfo entry)
    {
        if (OperatingSystem.IsWindows() && entry.LinkTarget == null && entry.Attributes.HasFlag(FileAttributes.ReadOnly))
            entry.Attributes &= ~FileAttributes.ReadOnly;
    }
}
