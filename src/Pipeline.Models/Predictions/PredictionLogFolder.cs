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
