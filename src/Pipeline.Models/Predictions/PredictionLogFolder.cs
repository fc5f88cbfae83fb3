using System.Runtime.CompilerServices;
using Pipeline.Core.Problems;
using Pipeline.Core.Retention;

namespace Pipeline.Models.Predictions;

/// <summary>
/// The log that servers write to a folder. Files that appear while it is read are left for the next time; those that go are
/// left out.
/// </summary>
public sealed class PredictionLogFolder(string folder) : IPredictionSource
{
    /// <summary>Of the names of files, which sort by when they began.</summary>
    internal const string Pattern = "predictions-*.jsonl";

    private const int LongestLine = 16 << 20;
    private const int Attempts = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public async IAsyncEnumerable<PredictionLogEntry> ReadAsync(
        IProgress<Problem> problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in Directory.GetFiles(folder, Pattern).Order(StringComparer.Ordinal))
        {
            await foreach (var entry in ReadFileAsync(file, problems, cancellationToken))
                yield return entry;
        }
    }

    /// <summary>Removes the oldest files, of those that nobody uses; what cannot be removed is left for the next time.</summary>
    /// <param name="folder">There already.</param>
    /// <param name="mostBytes">Of all files together.</param>
    /// <param name="oldest">Files that were written to last before it go in any case.</param>
    internal static void Trim(string folder, long mostBytes, DateTimeOffset oldest)
    {
        try
        {
            var files = new DirectoryInfo(folder).GetFiles(Pattern).OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
            var bytes = files.Sum(x => x.Length);
            foreach (var file in files)
            {
                var isOver = bytes > mostBytes || file.LastWriteTimeUtc < oldest;
                if (!isOver || LastUse.IsNow(file.FullName))
                    continue;
                file.Delete();
                bytes -= file.Length;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another server that trims the same folder was faster, or the disk refuses: the log itself goes on.
        }
    }

    private static async IAsyncEnumerable<PredictionLogEntry> ReadFileAsync(
        string file, IProgress<Problem> problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(file, cancellationToken);
        if (stream is null)
            yield break;
        var lines = new LineReader(stream, LongestLine);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            var read = PredictionLineReader.Read(line, new SourceLocation(Path.GetFileName(file), lines.Number));
            if (read.TryGet(out var entry))
                yield return entry;
            else
                problems.Report(read.Problems[0]);
        }
    }

    /// <summary>Null for a file that is gone. Whoever looks whether it is used holds it alone for an instant.</summary>
    private static async Task<FileStream?> OpenAsync(string file, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            catch (FileNotFoundException)
            {
                return null;
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}

/// <summary>Where and how a prediction log is written.</summary>
public sealed record PredictionLogOptions
{
    /// <summary>Made where needed.</summary>
    public required string Folder { get; init; }

    /// <summary>Distinct for each server that writes to the folder: lower-case letters and digits.</summary>
    public required string Server { get; init; }

    /// <summary>A file that is as large is followed by the next; 64 MiB unless told.</summary>
    public long FileBytes { get; init; } = 64L << 20;

    /// <summary>A file that is as old is followed by the next, so that files can go by age; a day unless told.</summary>
    public TimeSpan FileAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Of all files of the folder together: before they are more, the oldest goes. 5 GB unless told. A file is at most a quarter
    /// of it. Each other server that writes to the folder may exceed it by a file.
    /// </summary>
    public long KeepBytes { get; init; } = 5_000_000_000;

    /// <summary>Files in which nothing was written for longer go when the next one begins; 90 days unless told.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How many entries may wait; 8,192 unless told.</summary>
    public int Capacity { get; init; } = 8192;
}

/// <summary>Reads a prediction log, whatever engine has kept it.</summary>
public interface IPredictionSource
{
    /// <summary>Each server's entries in the order of its answers; the servers one after the other.</summary>
    /// <param name="problems">Told of every line that is no entry, which is passed over.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<PredictionLogEntry> ReadAsync(IProgress<Problem> problems, CancellationToken cancellationToken);
}
