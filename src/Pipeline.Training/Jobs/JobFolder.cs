using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Training.Jobs;

/// <summary>
/// The folder through which jobs go to workers, and results come back. Others may write to the disk that it is on: a document is
/// believed where its seal was made with the token that client and worker share, and a file where a document has its digest.
/// </summary>
/// <param name="folder">Flat: all files are named by digests.</param>
/// <param name="token">At least 32 bytes by chance.</param>
public sealed class JobFolder(string folder, byte[] token)
{
    /// <summary>In bytes.</summary>
    public const int TokenSize = 32;

    private const int SealLength = 64;
    private const long MostBytes = 64L << 20;
    private const long MostFileBytes = 1L << 30;

    /// <summary>Every job has the same name from the same content, so that its result is found by whoever asks again.</summary>
    public static Digest Name(JobDocument job) => Digest.OfBytes(Bytes(job));

    /// <returns>The name of the job.</returns>
    public async Task<Digest> PutAsync(JobDocument job, CancellationToken cancellationToken)
    {
        var bytes = Bytes(job);
        var name = Digest.OfBytes(bytes);
        await AtomicFile.WriteAsync(JobPath(name), Seal(bytes), cancellationToken);
        return name;
    }

    /// <summary>A job that is not there, that somebody else wrote, or that is another one is a problem.</summary>
    public async Task<Validated<JobDocument>> ReadJobAsync(Digest name, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(JobPath(name), cancellationToken);
        if (!opened.TryGet(out var bytes))
            return Validated.Invalid<JobDocument>(opened.Problems);
        return Digest.OfBytes(bytes) == name
            ? DocumentFile.Read<JobDocument>(bytes, JobPath(name))
            : Refuse<JobDocument>(JobPath(name), "The job is not the one that its name says.");
    }

    /// <summary>Last, after the files that it names.</summary>
    public Task PutAsync(JobResultDocument result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        return AtomicFile.WriteAsync(ResultPath(result.Job), Seal(Bytes(result)), cancellationToken);
    }

    /// <summary>Null as long as there is none. One that nobody with the token wrote, or of another job, is a problem.</summary>
    public async Task<Validated<JobResultDocument>?> FindResultAsync(Digest job, CancellationToken cancellationToken)
    {
        var path = ResultPath(job);
        if (!File.Exists(path))
            return null;
        var opened = await OpenAsync(path, cancellationToken);
        if (!opened.TryGet(out var bytes))
            return Validated.Invalid<JobResultDocument>(opened.Problems);
        var read = DocumentFile.Read<JobResultDocument>(bytes, path);
        return read.TryGet(out var result) && result.Job != job
            ? Refuse<JobResultDocument>(path, "The result is of another job.")
            : read;
    }

    public async Task<JobFile> AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var file = new JobFile(Digest.OfBytes(bytes.Span), bytes.Length);
        await AtomicFile.WriteAsync(PathOf(file), bytes, cancellationToken);
        return file;
    }

    /// <summary>A file that is not there, too large, or other than its digest says is a problem.</summary>
    public async Task<Validated<byte[]>> ReadAsync(JobFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var path = PathOf(file);
        if (new FileInfo(path) is not { Exists: true, Length: <= MostFileBytes })
            return Refuse<byte[]>(path, $"There is no such file of at most {MostFileBytes} bytes.");
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return Digest.OfBytes(bytes) == file.Digest
            ? Validated.Valid(bytes)
            : Refuse<byte[]>(path, "The bytes of the file are not those that it is named by.");
    }

    /// <summary>Removes a result that is not to be believed, so that the job is done again.</summary>
    public void Discard(Digest job) => File.Delete(ResultPath(job));

    private string JobPath(Digest name) => Path.Combine(folder, $"{name.Hex}.job");

    private string ResultPath(Digest name) => Path.Combine(folder, $"{name.Hex}.result");

    private string PathOf(JobFile file) => Path.Combine(folder, file.Digest.Hex);

    /// <summary>Not canonical: documents keep the order of a trial's options, which is the manifest's.</summary>
    private static byte[] Bytes<T>(T document)
        where T : Document =>
        JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Options);

    private byte[] Seal(byte[] bytes) =>
        [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(token, bytes))), (byte)'\n', .. bytes];

    private async Task<Validated<byte[]>> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path) is not { Exists: true, Length: <= MostBytes and > SealLength })
            return Refuse<byte[]>(path, $"There is no such file of at most {MostBytes} bytes.");
        var all = await File.ReadAllBytesAsync(path, cancellationToken);
        var bytes = all[(SealLength + 1)..];
        return CryptographicOperations.FixedTimeEquals(all.AsSpan(0, SealLength + 1), Seal(bytes).AsSpan(0, SealLength + 1))
            ? Validated.Valid(bytes)
            : Refuse<byte[]>(path, "The file was not written by who has the job's token, and is not believed.");
    }

    private static Validated<T> Refuse<T>(string path, string message)
        where T : notnull =>
        Validated.Invalid<T>(new Problem(path, null, null, message));
}
