using System.Collections.Concurrent;
using System.Security.Cryptography;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Versions;

/// <summary>A cache or a remote: objects below <c>files/md5</c>, each under its id, complete or not there.</summary>
/// <param name="folder">Absolute; made with the first object.</param>
/// <param name="isShared">Others write here too: permissions are left to the folder.</param>
internal sealed class ObjectStore(string folder, bool isShared)
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly ConcurrentDictionary<string, bool> _unsettled = new(StringComparer.Ordinal);

    public string Folder => folder;

    public DraftFolder Drafts { get; } = new(Path.Combine(folder, "tmp", "pipeline"));

    public string PathOf(ObjectId id) => Path.Combine(folder, id.RelativePath);

    /// <summary>The size in bytes; null where it is not there.</summary>
    public long? SizeOf(ObjectId id) => new FileInfo(PathOf(id)) is { Exists: true } file ? file.Length : null;

    /// <summary>It is there, and its bytes are those it is named by.</summary>
    public async Task<bool> IsIntactAsync(ObjectId id, DigestCache digests, CancellationToken cancellationToken) =>
        SizeOf(id) is not null && await digests.HexAsync(PathOf(id), HashAlgorithmName.MD5, cancellationToken) == id.Hex;

    /// <summary>The files of a folder. A listing that is not there, is damaged, or leads astray is a problem.</summary>
    public async Task<Validated<IReadOnlyList<ListedFile>>> ReadListingAsync(ObjectId id, CancellationToken cancellationToken)
    {
        var shown = PathOf(id);
        if (SizeOf(id) is not { } size)
            return Refuse($"The listing of the folder is not in '{folder}'.", "Run SnapshotData where the data is, or PullData.");
        if (size > DirectoryListing.MostBytes)
            return Refuse($"The listing has {size} bytes; at most {DirectoryListing.MostBytes} are read.", null);
        var json = await File.ReadAllBytesAsync(shown, cancellationToken);
        return ObjectId.OfListing(json) == id
            ? DirectoryListing.Read(json, shown)
            : Refuse("The listing is damaged: its bytes are not those it is named by.", "Delete it, and run PullData.");

        Validated<IReadOnlyList<ListedFile>> Refuse(string message, string? hint) =>
            Validated.Invalid<IReadOnlyList<ListedFile>>(new Problem(shown, null, null, message, hint));
    }

    /// <summary>
    /// Takes in a copy of a file, on disks that can as a clone that shares its blocks. False when the copy is not the object:
    /// then the store stays as it was.
    /// </summary>
    public async Task<bool> AddCloneAsync(string source, ObjectId id, CancellationToken cancellationToken)
    {
        var draft = Drafts.New();
        try
        {
            File.Copy(source, draft);
            return Accept(draft, id, await FileHash.OfAsync(draft, HashAlgorithmName.MD5, cancellationToken));
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>As <see cref="AddCloneAsync"/>, for another disk: reads the file once.</summary>
    public async Task<bool> AddCopyAsync(string source, ObjectId id, CancellationToken cancellationToken)
    {
        var draft = Drafts.New();
        try
        {
            return Accept(draft, id, await FileHash.CopyAsync(source, draft, HashAlgorithmName.MD5, cancellationToken));
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Takes in the bytes of a listing.</summary>
    public async Task AddAsync(DirectoryListing listing, CancellationToken cancellationToken)
    {
        var draft = Drafts.New();
        try
        {
            await File.WriteAllBytesAsync(draft, listing.Bytes, cancellationToken);
            Accept(draft, listing.Id, listing.Id.Hex);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>
    /// To be called before something is written that vouches for what was added, a listing or a pointer: only then are the names
    /// of the objects on the disk. The bytes are there before an object has its name.
    /// </summary>
    public void Settle()
    {
        if (_unsettled.IsEmpty)
            return;
        foreach (var shard in _unsettled.Keys)
        {
            if (_unsettled.TryRemove(shard, out _))
                FolderSync.Flush(shard);
        }

        var shards = Path.GetDirectoryName(PathOf(ObjectId.OfListing([])))!;
        for (var step = Path.GetDirectoryName(shards); step?.Length >= folder.Length; step = Path.GetDirectoryName(step))
            FolderSync.Flush(step);
    }

    /// <summary>Why nothing can be added here; null when it can. Makes the folder where needed.</summary>
    public string? RefuseToWrite()
    {
        try
        {
            var draft = Drafts.New();
            File.Create(draft).Dispose();
            File.Delete(draft);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    private bool Accept(string draft, ObjectId id, string hex)
    {
        if (hex != id.Hex)
            return false;
        if (!isShared && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft, ReadOnly);
        var place = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        // A name without its bytes would be a damaged object after a power failure, and everything believes names.
        FolderSync.FlushFile(draft);
        File.Move(draft, place, overwrite: true);
        _unsettled[Path.GetDirectoryName(place)!] = true;
        return true;
    }
}
