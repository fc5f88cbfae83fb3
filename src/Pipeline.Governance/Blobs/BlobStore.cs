using System.Globalization;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Governance.Blobs;

/// <summary>
/// Keeps bytes by their digest, as <c>sha256/ab/cdef…</c> below a folder. A blob appears whole and on the disk, or not at all;
/// any number of processes may put the same one.
/// </summary>
public sealed class BlobStore
{
    private const int ShardLength = 2;
    private const int BufferSize = 81920;

    private readonly BlobDrafts _drafts;

    /// <summary>The folder is made with the first blob.</summary>
    public BlobStore(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
        _drafts = new BlobDrafts(Path.Combine(Folder, "drafts"));
    }

    public string Folder { get; }

    public bool Contains(Digest digest) => File.Exists(PathOf(digest));

    public Task<Digest> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        PutAsync((draft, token) => draft.WriteAsync(bytes, token).AsTask(), cancellationToken);

    /// <summary>Reads to the end, in constant memory.</summary>
    public Task<Digest> PutAsync(Stream stream, CancellationToken cancellationToken) =>
        PutAsync((draft, token) => stream.CopyToAsync(draft, BufferSize, token), cancellationToken);

    /// <summary>As canonical JSON, so that the same document has the same digest whoever writes it.</summary>
    public Task<Digest> PutAsync(Document document, CancellationToken cancellationToken) =>
        PutAsync(CanonicalJson.Of<object>(document), cancellationToken);

    /// <summary>All of it in memory; for what may be large there is <see cref="OpenAsync"/>.</summary>
    /// <exception cref="BlobMissingException">There is no such blob.</exception>
    /// <exception cref="BlobDamagedException">The bytes are not those of the digest.</exception>
    public async Task<byte[]> ReadAsync(Digest digest, CancellationToken cancellationToken)
    {
        await using var blob = await OpenAsync(digest, cancellationToken);
        var bytes = new byte[blob.Length];
        await blob.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>Checks the digest in a first pass, and returns the same open file at its beginning.</summary>
    /// <exception cref="BlobMissingException">There is no such blob.</exception>
    /// <exception cref="BlobDamagedException">The bytes are not those of the digest.</exception>
    public async Task<Stream> OpenAsync(Digest digest, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        var blob = Open(digest, path);
        try
        {
            var found = await Digest.OfStreamAsync(blob, cancellationToken);
            blob.Position = 0;
            return found == digest ? blob : throw new BlobDamagedException(digest, path, found);
        }
        catch
        {
            await blob.DisposeAsync();
            throw;
        }
    }

    /// <summary>The document, or the problems of a blob that is another document.</summary>
    /// <exception cref="BlobMissingException">There is no such blob.</exception>
    /// <exception cref="BlobDamagedException">The bytes are not those of the digest.</exception>
    public async Task<Validated<T>> ReadDocumentAsync<T>(Digest digest, CancellationToken cancellationToken)
        where T : Document
    {
        await using var blob = await OpenAsync(digest, cancellationToken);
        return await DocumentFile.ReadAsync<T>(PathOf(digest), cancellationToken);
    }

    /// <summary>A folder that a link leads out of the store is refused.</summary>
    private string PathOf(Digest digest) =>
        ContainedPath.Resolve(Folder, $"sha256/{digest.Hex[..ShardLength]}/{digest.Hex[ShardLength..]}");

    private FileStream Open(Digest digest, string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize);
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobMissingException(digest, Folder);
        }
    }

    private async Task<Digest> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var draft = _drafts.Create();
        try
        {
            await using (draft)
            {
                await write(draft, cancellationToken);
                draft.Flush(flushToDisk: true);
            }

            var digest = await Digest.OfFileAsync(draft.Name, cancellationToken);
            await KeepAsync(draft.Name, digest, cancellationToken);
            return digest;
        }
        catch
        {
            File.Delete(draft.Name);
            throw;
        }
    }

    /// <summary>A blob that is there and whole stays; one that is damaged is replaced.</summary>
    private async Task KeepAsync(string draft, Digest digest, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        if (File.Exists(path) && await Digest.OfFileAsync(path, cancellationToken) == digest)
        {
            File.Delete(draft);
            return;
        }

        var shard = Path.GetDirectoryName(path)!;
        FolderSync.Create(shard);
        File.Move(draft, path, overwrite: true);
        FolderSync.Flush(shard);
    }
}

/// <summary>Something points to a blob that the store does not have.</summary>
public sealed class BlobMissingException(Digest digest, string folder) : IOException(
    $"The store '{folder}' has no {digest}. Set PIPELINE_STORE to the store it was put in, or make it again.")
{
    public Digest Digest { get; } = digest;
}

/// <summary>The bytes of a blob are not those of its digest any more.</summary>
public sealed class BlobDamagedException(Digest digest, string path, Digest found) : IOException(
    $"'{path}' was changed: it should be {digest} and is {found}. Restore it from a copy, or delete it and make it again.")
{
    public Digest Digest { get; } = digest;

    public string Path { get; } = path;
}

/// <summary>Files that become blobs when they are whole, and what killed processes left of such files.</summary>
internal sealed class BlobDrafts(string folder)
{
    private const int Attempts = 100;

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private static int _drafts;

    private int _isSwept;

    /// <summary>A new file that no other process writes to. The first one is the occasion to sweep.</summary>
    public FileStream Create()
    {
        Directory.CreateDirectory(folder);
        for (var attempt = 1; ; attempt++)
        {
            var number = Interlocked.Increment(ref _drafts);
            var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{number}");
            try
            {
                var draft = Open(name, FileMode.CreateNew);
                Sweep(draft.Name);
                return draft;
            }
            catch (IOException) when (attempt < Attempts)
            {
                // A process of the same number left it behind, or works beside us in another container.
            }
        }
    }

    /// <summary>
    /// Removes drafts that nobody holds and that are an hour older than a new one: by the clock of the file system, which
    /// dated both.
    /// </summary>
    private void Sweep(string newDraft)
    {
        if (Interlocked.Exchange(ref _isSwept, 1) != 0)
            return;
        var oldest = File.GetLastWriteTimeUtc(newDraft) - Abandoned;
        foreach (var path in Directory.EnumerateFiles(folder).Where(x => File.GetLastWriteTimeUtc(x) < oldest))
            Remove(path);
    }

    private void Remove(string path)
    {
        try
        {
            using (Open(Path.GetFileName(path), FileMode.Open))
            {
            }

            File.Delete(path);
        }
        catch (IOException)
        {
            // Its writer holds it after all, or somebody else has just removed it.
        }
    }

    private FileStream Open(string name, FileMode mode) =>
        new(Path.Combine(folder, name), mode, FileAccess.ReadWrite, FileShare.None);
}
