using System.Security.Cryptography;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Versions;

/// <summary>What the data at a path is now.</summary>
/// <param name="State">As a pointer has it.</param>
/// <param name="Listing">Of a folder; null for a file.</param>
internal sealed record DataContent(PointerState State, DirectoryListing? Listing)
{
    /// <summary>Reads what the cache of digests does not know; several files at once.</summary>
    /// <param name="project">Which the data belongs to.</param>
    /// <param name="path">Absolute, of a file or folder that is there.</param>
    /// <param name="digests">Asked first, and told.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Validated<DataContent>> OfAsync(
        DvcProject project, string path, DigestCache digests, CancellationToken cancellationToken)
    {
        FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (DataTree.Refuse(entry, entry.Name) is { } reason)
            return Validated.Invalid<DataContent>(new Problem(project.Show(path), null, null, reason));
        if (entry is DirectoryInfo)
            return await OfFolderAsync(project, path, digests, cancellationToken);
        var size = FileIdentity.Of(path).Size;
        var id = ObjectId.OfFile(await digests.HexAsync(path, HashAlgorithmName.MD5, cancellationToken));
        return Validated.Valid(new DataContent(new PointerState(id) { Size = size, IsExecutable = IsExecutable(path) }, null));
    }

    private static async Task<Validated<DataContent>> OfFolderAsync(
        DvcProject project, string folder, DigestCache digests, CancellationToken cancellationToken)
    {
        var walked = DataTree.Walk(project, folder);
        if (!walked.TryGet(out var paths))
            return Validated.Invalid<DataContent>(walked.Problems);
        var files = new ListedFile[paths.Count];
        var size = 0L;
        await Parallel.ForAsync(0, paths.Count, cancellationToken, async (i, token) =>
        {
            var file = Path.Combine(folder, paths[i]);
            Interlocked.Add(ref size, FileIdentity.Of(file).Size);
            files[i] = new ListedFile(paths[i], ObjectId.OfFile(await digests.HexAsync(file, HashAlgorithmName.MD5, token)));
        });
        var listing = new DirectoryListing(files);
        return Validated.Valid(new DataContent(new PointerState(listing.Id) { Size = size, Files = files.Length }, listing));
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);
}
