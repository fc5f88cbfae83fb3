using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Nuke.Common.Utilities;

namespace Nuke.Common.IO;

/// <summary>Archives of folders; one that is unpacked cannot write outside of the folder that it is given.</summary>
public static class CompressionExtensions
{
    /// <summary>Packs a folder; zip and tar.gz are known.</summary>
    /// <exception cref="NotSupportedException">The extension of the archive is another.</exception>
    public static void CompressTo(
        this AbsolutePath directory, AbsolutePath archiveFile, Func<AbsolutePath, bool> filter = null)
    {
        if (IsZip(archiveFile))
            directory.ZipTo(archiveFile, filter);
        else if (IsTarGZip(archiveFile))
            directory.TarGZipTo(archiveFile, filter);
        else
            throw Unknown(archiveFile);
    }

    /// <summary>Unpacks an archive; zip and tar.gz are known.</summary>
    /// <exception cref="NotSupportedException">The extension of the archive is another.</exception>
    public static void UncompressTo(this AbsolutePath archiveFile, AbsolutePath directory)
    {
        if (IsZip(archiveFile))
            archiveFile.UnZipTo(directory);
        else if (IsTarGZip(archiveFile))
            archiveFile.UnTarGZipTo(directory);
        else
            throw Unknown(archiveFile);
    }

    public static void ZipTo(
        this AbsolutePath directory,
        AbsolutePath archiveFile,
        Func<AbsolutePath, bool> filter = null,
        CompressionLevel compressionLevel = CompressionLevel.Optimal,
        FileMode fileMode = FileMode.CreateNew)
    {
        var files = FilesOf(directory, archiveFile, filter);
        using var stream = Create(archiveFile, fileMode);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var file in files)
            archive.CreateEntryFromFile(file, Archiving.NameOf(directory, file), compressionLevel);
    }

    /// <exception cref="InvalidDataException">An entry leads out of the folder, or is a link.</exception>
    public static void UnZipTo(this AbsolutePath archiveFile, AbsolutePath directory)
    {
        directory.CreateDirectory();
        using var archive = ZipFile.OpenRead(archiveFile);
        foreach (var entry in archive.Entries)
            Archiving.Extract(entry, directory);
    }

    public static void TarGZipTo(
        this AbsolutePath directory,
        AbsolutePath archiveFile,
        Func<AbsolutePath, bool> filter = null,
        FileMode fileMode = FileMode.CreateNew) =>
        directory.TarGZipTo(archiveFile, FilesOf(directory, archiveFile, filter), fileMode);

    public static void TarGZipTo(
        this AbsolutePath baseDirectory,
        AbsolutePath archiveFile,
        IEnumerable<AbsolutePath> files,
        FileMode fileMode = FileMode.CreateNew)
    {
        var entries = files.ToList();
        using var stream = Create(archiveFile, fileMode);
        using var compressed = new GZipStream(stream, CompressionLevel.Optimal);
        Archiving.WriteTar(compressed, baseDirectory, entries);
    }

    /// <exception cref="InvalidDataException">An entry leads out of the folder, or is a link.</exception>
    public static void UnTarGZipTo(this AbsolutePath archiveFile, AbsolutePath directory)
    {
        directory.CreateDirectory();
        using var stream = File.OpenRead(archiveFile);
        using var content = new GZipStream(stream, CompressionMode.Decompress);
        Archiving.ReadTar(content, directory);
    }

    private static List<AbsolutePath> FilesOf(
        AbsolutePath directory, AbsolutePath archiveFile, Func<AbsolutePath, bool> filter) =>
        [.. directory.GetFiles(depth: int.MaxValue).Where(x => x != archiveFile).Where(filter ?? (_ => true))];

    private static FileStream Create(AbsolutePath archiveFile, FileMode fileMode)
    {
        archiveFile.Parent.CreateDirectory();
        return File.Open(archiveFile, fileMode, FileAccess.Write);
    }

    private static bool IsZip(AbsolutePath path) => path.Name.EndsWithAnyOrdinalIgnoreCase(".zip");

    private static bool IsTarGZip(AbsolutePath path) => path.Name.EndsWithAnyOrdinalIgnoreCase(".tar.gz", ".tgz");

    private static NotSupportedException Unknown(AbsolutePath path) =>
        new($"The kind of the archive '{path.Name}' is not supported; use .zip, .tar.gz or .tgz.");
}
