using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;

namespace Nuke.Common.IO;

/// <summary>Entries of archives, which are strangers' words: none may name a place outside the folder they go to.</summary>
internal static class Archiving
{
    private const int UnixLink = 0xA000;
    private const int UnixKind = 0xF000;

    public static string NameOf(AbsolutePath directory, AbsolutePath file) =>
        Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/');

    public static void Extract(ZipArchiveEntry entry, AbsolutePath directory)
    {
        if (((entry.ExternalAttributes >> 16) & UnixKind) == UnixLink)
            throw new InvalidDataException($"The archive entry '{entry.FullName}' is a link, which may lead anywhere.");
        var target = TargetOf(entry.FullName, directory);
        if (entry.Name.Length == 0)
            Directory.CreateDirectory(target);
        else
            WithParent(target, () => entry.ExtractToFile(target, overwrite: true));
    }

    public static void WriteTar(Stream stream, AbsolutePath directory, IEnumerable<AbsolutePath> files)
    {
        using var writer = new TarWriter(stream, TarEntryFormat.Pax);
        foreach (var file in files)
            WriteFile(writer, file, NameOf(directory, file));
    }

    public static void ReadTar(Stream stream, AbsolutePath directory)
    {
        using var reader = new TarReader(stream);
        while (reader.GetNextEntry() is { } entry)
            Extract(entry, directory);
    }

    /// <summary>A link is packed as what it leads to, as it could not be unpacked again.</summary>
    private static void WriteFile(TarWriter writer, AbsolutePath file, string name)
    {
        using var content = File.OpenRead(file);
        var entry = new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = content,
            ModificationTime = File.GetLastWriteTimeUtc(file),
        };
        if (!OperatingSystem.IsWindows())
            entry.Mode = File.GetUnixFileMode(content.SafeFileHandle);
        writer.WriteEntry(entry);
    }

    private static void Extract(TarEntry entry, AbsolutePath directory)
    {
        var target = TargetOf(entry.Name, directory);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                Directory.CreateDirectory(target);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                WithParent(target, () => entry.ExtractToFile(target, overwrite: true));
                break;
            case TarEntryType.GlobalExtendedAttributes:
                break;
            default:
                throw new InvalidDataException($"The archive entry '{entry.Name}' is a {entry.EntryType}, not a file or folder.");
        }
    }

    /// <summary>The place that a name means, which is refused outside the folder, or behind a link in it.</summary>
    private static string TargetOf(string name, AbsolutePath directory)
    {
        var root = Path.GetFullPath(directory);
        var prefix = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, name)));
        var inside = target == root || target.StartsWith(prefix, StringComparison.Ordinal);
        if (!inside || PathText.Root(name).Length > 0)
            throw new InvalidDataException($"The archive entry '{name}' lies outside '{directory}'.");
        for (var path = target; path.Length > root.Length; path = Path.GetDirectoryName(path))
        {
            if (new FileInfo(path).LinkTarget != null)
                throw new InvalidDataException($"The archive entry '{name}' lies behind the link '{path}'.");
        }
        return target;
    }

    private static void WithParent(string target, Action extract)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        extract();
    }
}
