using System;
using System.IO;

namespace Nuke.Common.IO;

/// <summary>Copies or moves a file or a tree, file by file.</summary>
internal sealed class Transfer(ExistsPolicy policy, bool createDirectories, Action<string, string, bool> transferFile)
{
    public Func<AbsolutePath, bool> ExcludeDirectory { get; init; } = _ => false;
    public Func<AbsolutePath, bool> ExcludeFile { get; init; } = _ => false;

    /// <summary>Moves a whole directory at once; null when copying.</summary>
    public Action<string, string> MoveDirectory { get; init; }

    public void Run(AbsolutePath source, AbsolutePath target)
    {
        Assert.True(source.Exists(), $"There is no file or directory '{source}'.");
        if (source == target)
            return;
        var intoItself = source.DirectoryExists() && source.Contains(target);
        Assert.False(intoItself, $"'{target}' lies in '{source}', which cannot be put into itself.");
        if (source.DirectoryExists())
            TransferDirectory(source, target);
        else
            TransferFile(source, target);
    }

    private void TransferDirectory(AbsolutePath source, AbsolutePath target)
    {
        if (ExcludeDirectory(source))
            return;
        Assert.False(Links.LeadsUp(source), $"The link '{source}' leads to a directory that it is in.");
        Assert.False(target.FileExists(), $"The directory '{source}' cannot replace the file '{target}'.");
        Assert.True(
            policy.HasFlag(ExistsPolicy.DirectoryMerge) || !target.DirectoryExists(),
            $"The directory '{target}' exists, and the policy {policy} does not merge directories.");
        Prepare(target);
        if (MovesAtOnce(source, target))
            return;
        target.CreateDirectory();
        foreach (var directory in source.GetDirectories())
            TransferDirectory(directory, Below(target, directory));
        foreach (var file in source.GetFiles())
            TransferFile(file, Below(target, file));
    }

    /// <summary>Another volume needs copies, except of a link, whose target is not ours to move.</summary>
    private bool MovesAtOnce(AbsolutePath source, AbsolutePath target)
    {
        if (MoveDirectory == null || target.DirectoryExists())
            return false;
        try
        {
            MoveDirectory(source, target);
            return true;
        }
        catch (IOException) when (source.ToDirectoryInfo().LinkTarget == null)
        {
            return false;
        }
    }

    private void TransferFile(AbsolutePath source, AbsolutePath target)
    {
        if (ExcludeFile(source))
            return;
        Assert.False(target.DirectoryExists(), $"The file '{source}' cannot replace the directory '{target}'.");
        if (target.FileExists() && !MayReplace(source, target))
            return;
        Prepare(target);
        transferFile(source, target, true);
    }

    private bool MayReplace(AbsolutePath source, AbsolutePath target)
    {
        if (policy.HasFlag(ExistsPolicy.FileSkip))
            return false;
        if (policy.HasFlag(ExistsPolicy.FileOverwriteIfNewer))
            return source.GetLastWriteTimeUtc() > target.GetLastWriteTimeUtc();
        if (!policy.HasFlag(ExistsPolicy.FileOverwrite))
            Assert.Fail($"The file '{target}' exists, and the policy {policy} does not replace files.");
        return true;
    }

    private void Prepare(AbsolutePath target)
    {
        if (createDirectories)
            target.Parent?.CreateDirectory();
    }

    private static AbsolutePath Below(AbsolutePath directory, AbsolutePath entry) =>
        AbsolutePath.FromFileSystem(Path.Combine(directory, entry.Name));
}
