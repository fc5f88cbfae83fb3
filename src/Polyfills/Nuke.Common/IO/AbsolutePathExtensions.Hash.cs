using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Nuke.Common.IO;

public static partial class AbsolutePathExtensions
{
    /// <summary>The SHA-256 of a file's bytes, in lower-case hexadecimal.</summary>
    public static string GetFileHash(this AbsolutePath path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>One hash of the relative paths and contents of all files below a folder that the predicate lets in.</summary>
    public static string GetDirectoryHash(this AbsolutePath path, Func<AbsolutePath, bool> includeFile = null) =>
        path.GetFiles(depth: int.MaxValue).Where(includeFile ?? (_ => true)).GetFileSetHash(path);

    /// <summary>One hash of the paths, relative to the folder, and contents of files, whatever their order.</summary>
    public static string GetFileSetHash(this IEnumerable<AbsolutePath> paths, string baseDirectory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var named = paths.Select(x => (Name: RelativeName(baseDirectory, x), Path: x));
        foreach (var (name, path) in named.OrderBy(x => x.Name, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{path.GetFileHash()}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string RelativeName(string baseDirectory, AbsolutePath path) =>
        Path.GetRelativePath(baseDirectory, path).Replace(Path.DirectorySeparatorChar, '/');
}
