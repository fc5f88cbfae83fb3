using System;
using System.IO;
using System.Linq;

namespace Nuke.Common.IO;

public static partial class AbsolutePathExtensions
{
    /// <summary>Copies a file, or a folder with what is in it, under another path.</summary>
    /// <returns>The target.</returns>
    /// <exception cref="Exception">There is no source, or the target is there and the policy says fail.</exception>
    public static AbsolutePath Copy(
        this AbsolutePath source,
        AbsolutePath target,
        ExistsPolicy policy = ExistsPolicy.Fail,
        Func<AbsolutePath, bool> excludeDirectory = null,
        Func<AbsolutePath, bool> excludeFile = null,
        bool createDirectories = true)
    {
        var transfer = new Transfer(policy, createDirectories, File.Copy)
        {
            ExcludeDirectory = excludeDirectory ?? (_ => false),
            ExcludeFile = excludeFile ?? (_ => false),
        };
        transfer.Run(source, target);
        return target;
    }

    /// <inheritdoc cref="Copy" />
    public static AbsolutePath CopyToDirectory(
        this AbsolutePath source,
        AbsolutePath target,
        ExistsPolicy policy = ExistsPolicy.Fail,
        Func<AbsolutePath, bool> excludeDirectory = null,
        Func<AbsolutePath, bool> excludeFile = null,
        bool createDirectories = true) =>
        source.Copy(target.WithName(source), policy, excludeDirectory, excludeFile, createDirectories);

    /// <summary>Moves a file, or a folder with what is in it, under another path; also to another volume.</summary>
    /// <param name="deleteRemainingFiles">Whether files that the policy skips are deleted at the source.</param>
    /// <returns>The target.</returns>
    /// <exception cref="Exception">There is no source, or the target is there and the policy says fail.</exception>
    public static AbsolutePath Move(
        this AbsolutePath source,
        AbsolutePath target,
        ExistsPolicy policy = ExistsPolicy.Fail,
        bool createDirectories = true,
        bool deleteRemainingFiles = false)
    {
        new Transfer(policy, createDirectories, File.Move) { MoveDirectory = Directory.Move }.Run(source, target);
        if (source != target && deleteRemainingFiles)
            source.DeleteFile();
        if (source != target && source.DirectoryExists() && (deleteRemainingFiles || !source.GetFiles(depth: int.MaxValue).Any()))
            source.DeleteDirectory();
        return target;
    }

    public static AbsolutePath Move(
        this AbsolutePath source,
        Func<AbsolutePath, AbsolutePath> newPath,
        ExistsPolicy policy = ExistsPolicy.Fail,
        bool createDirectories = true) =>
        source.Move(newPath(source), policy, createDirectories);

    public static AbsolutePath MoveToDirectory(
        this AbsolutePath source, AbsolutePath target, ExistsPolicy policy = ExistsPolicy.Fail, bool createDirectories = true) =>
        source.Move(target.WithName(source), policy, createDirectories);

    public static AbsolutePath Rename(this AbsolutePath source, string newName, ExistsPolicy policy = ExistsPolicy.Fail) =>
        source.Move(source.Parent.NotNull("A root cannot be renamed.") / newName, policy);

    public static AbsolutePath Rename(
        this AbsolutePath source, Func<AbsolutePath, string> newName, ExistsPolicy policy = ExistsPolicy.Fail) =>
        source.Rename(newName(source), policy);

    /// <summary>Renames what stands before the extension.</summary>
    public static AbsolutePath RenameWithoutExtension(
        this AbsolutePath source, string newName, ExistsPolicy policy = ExistsPolicy.Fail) =>
        source.Rename(newName + source.Extension, policy);

    public static AbsolutePath RenameWithoutExtension(
        this AbsolutePath source, Func<AbsolutePath, string> newName, ExistsPolicy policy = ExistsPolicy.Fail) =>
        source.RenameWithoutExtension(newName(source), policy);

    private static AbsolutePath WithName(this AbsolutePath directory, AbsolutePath source) =>
        AbsolutePath.FromFileSystem(Path.Combine(directory, source.Name));
}
