using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;
using Pipeline.Core.Problems;

namespace Pipeline.Models.Predictions;

/// <summary>
/// Reads what is new in the log that servers write to a folder, as columns, with all cores. Each file's entries come in their
/// order, a server's files by their numbers, and servers by when they began. One reading at a time.
/// </summary>
/// <param name="folder">Need not be there.</param>
/// <param name="cursor">Where to go on.</param>
/// <param name="options">How.</param>
public sealed class PredictionLogReader(string folder, PredictionLogCursor cursor, PredictionLogReaderOptions options)
{
    private const int LongestLine = 16 << 20;
    private const int Attempts = 20;

    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly LogProgress _progress = new(cursor, options.MostServers);
    private readonly ConcurrentBag<PredictionChunkParser> _parsers = [];

    public PredictionLogReader(string folder, PredictionLogCursor cursor) : this(folder, cursor, new PredictionLogReaderOptions())
    {
    }

    /// <summary>How much was read so far.</summary>
    public PredictionLogReading Reading { get; private set; } = new();

    /// <summary>Behind the batch that was handed out last.</summary>
    public PredictionLogCursor Cursor => _progress.ToCursor();

    /// <param name="problems">
    /// Told, by file, of lines that are no entries (the first few of each file, and how many more), of files that cannot be
    /// read, were cut or replaced, and of clocks that went back. The rest is read all the same.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<PredictionBatch> ReadAsync(
        IProgress<Problem> problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var pieces = Channel.CreateBounded<LogPiece>(new BoundedChannelOptions(options.Threads + 1) { SingleReader = true });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producing = Task.Run(() => ProduceAsync(pieces.Writer, end.Token), CancellationToken.None);
        try
        {
            var telling = new LogTelling(problems);
            await foreach (var piece in pieces.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var part in await TakeAsync(piece, telling))
                {
                    telling.Tell(piece.File, part);
                    piece.File.Advance(part.Batch.End, piece.File.Lines + part.Lines, piece.Handle!);
                    Reading = Reading.With(part);
                    if (part.Batch is { Count: > 0 } or { Feedback.Count: > 0 } or { Refusals.Count: > 0 })
                        yield return part.Batch;
                }
            }

            telling.Finish(_progress.BehindHorizon);
        }
        finally
        {
            await end.CancelAsync();
            await producing;
            while (pieces.Reader.TryRead(out var left))
                await left.GiveUpAsync();
        }
    }

    private async ValueTask<IReadOnlyList<LogPart>> TakeAsync(LogPiece piece, LogTelling telling)
    {
        if (piece.Problem is { } problem)
            telling.Report(problem);
        if (piece.Parsing is { } parsing)
            return await parsing;
        if (piece.Length >= 0)
            piece.File.Finish(piece.Length);
        telling.EndFile(piece.File);
        piece.Handle?.Dispose();
        Reading = Reading with { Files = Reading.Files + 1 };
        return [];
    }

    private async Task ProduceAsync(ChannelWriter<LogPiece> pieces, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var file in FindNew(cancellationToken))
                await ProduceAsync(file, pieces, cancellationToken);
            pieces.Complete();
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            pieces.Complete(exception);
        }
        catch (Exception exception)
        {
            // Whoever reads is told, in its own thread.
            pieces.Complete(exception);
        }
    }

    private IEnumerable<FileProgress> FindNew(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return [];
        var listing = new FileSystemEnumerable<FileProgress>(
            folder,
            (ref entry) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return IsInTime(ref entry) ? _progress.Find(ref entry)! : null!;
            },
            new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && IsWanted(entry.FileName),
        };
        return listing.Where(file => file is not null)
            .GroupBy(file => file.Server)
            .OrderBy(files => files.Select(file => file.Name).Min(StringComparer.Ordinal), StringComparer.Ordinal)
            .SelectMany(files => files.OrderBy(file => file.Number));
    }

    /// <summary>Clocks of servers, and of who reads, may differ by some minutes.</summary>
    private bool IsInTime(ref FileSystemEntry entry)
    {
        if (options.From is { } from && entry.LastWriteTimeUtc < from - ClockSlack)
            return false;
        var begin = LogFileName.Of(entry.FileName).Begin;
        return options.To is not { } to || begin.IsEmpty
            || begin.SequenceCompareTo(LogFileName.BeginOf(to + ClockSlack)) <= 0;
    }

    private bool IsWanted(ReadOnlySpan<char> name)
    {
        if (!LogFileName.IsLog(name) || options.Servers is null)
            return LogFileName.IsLog(name);
        var text = LogFileName.Of(name).Server;
        return ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var server)
            && options.Servers.Contains(server);
    }

    private async Task ProduceAsync(FileProgress file, ChannelWriter<LogPiece> pieces, CancellationToken cancellationToken)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = await OpenAsync(Path.Combine(folder, file.Name), cancellationToken);
            if (handle is null)
                return;
            var (offset, problem) = Begin(file, handle);
            if (problem is not null)
                await pieces.WriteAsync(LogPiece.Note(file, handle, problem), cancellationToken);
            var length = await ReadAsync(file, handle, offset, pieces, cancellationToken);
            await pieces.WriteAsync(new LogPiece(file, handle) { Length = length }, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var problem = new SourceLocation(file.Name).Problem(
                $"The file cannot be read: {exception.Message}", "What is new in it is read the next time.");
            await pieces.WriteAsync(new LogPiece(file, handle) { Problem = problem }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>Where to go on in a file, which may have become another one since.</summary>
    private static (long Offset, Problem? Problem) Begin(FileProgress file, SafeFileHandle handle)
    {
        var (length, read) = (RandomAccess.GetLength(handle), file.Offset);
        var place = new SourceLocation(file.Name);
        if (length >= read && file.IsSame(handle))
            return (read, null);
        if (length < read && file.IsSameHead(handle, length))
        {
            file.Cut(length, handle);
            return (length, place.Problem(
                $"The file has {length} bytes, of which {read} were read already: it was cut.",
                "What was counted stays so, and what is appended from now on is new."));
        }

        file.Restart();
        return (0, place.Problem(
            "The file is another than the one of this name that was read before.", "It is read from its beginning."));
    }

    /// <returns>The length of the file, as far as it was looked at.</returns>
    private async Task<long> ReadAsync(
        FileProgress file,
        SafeFileHandle handle,
        long offset,
        ChannelWriter<LogPiece> pieces,
        CancellationToken cancellationToken)
    {
        var size = options.ChunkBytes;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            var count = RandomAccess.Read(handle, buffer.AsSpan(0, size), offset);
            var lines = buffer.AsSpan(0, count).LastIndexOf((byte)'\n') + 1;
            if (lines == 0 && count == size && size >= LongestLine)
                lines = count;
            if (lines > 0)
            {
                var parsing = ParseAsync(file.Name, buffer, lines, offset);
                await pieces.WriteAsync(new LogPiece(file, handle) { Parsing = parsing }, cancellationToken);
                (offset, size) = (offset + lines, options.ChunkBytes);
                continue;
            }

            ArrayPool<byte>.Shared.Return(buffer);
            if (count < size)
                return offset + count;
            size = Math.Min(size * 2, LongestLine);
        }
    }

    private Task<IReadOnlyList<LogPart>> ParseAsync(string file, byte[] buffer, int length, long offset) => Task.Run(() =>
    {
        var parser = _parsers.TryTake(out var used) ? used : new PredictionChunkParser();
        var parts = parser.Parse(file, buffer.AsMemory(0, length), offset);
        _parsers.Add(parser);
        ArrayPool<byte>.Shared.Return(buffer);
        return parts;
    });

    /// <summary>Null for a file that is gone. Whoever looks whether it is used holds it alone for an instant.</summary>
    private static async Task<SafeFileHandle?> OpenAsync(string file, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
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

/// <summary>How a log is read.</summary>
public sealed record PredictionLogReaderOptions
{
    /// <summary>How many chunks are parsed at a time; as many as there are cores, at most 8, unless told.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>How much of a file is read at a time; 1 MiB unless told. A batch is never larger, unless a line is.</summary>
    public int ChunkBytes { get; init; } = 1 << 20;

    /// <summary>The servers, as <see cref="PredictionId.Server"/> has them, whose files are read; null for all.</summary>
    public IReadOnlySet<ulong>? Servers { get; init; }

    /// <summary>Files that were written to last before it are passed over; null for none.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Files that began after it are passed over; null for none.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many servers a cursor has before it forgets those whose files began first; 20,000 unless told.</summary>
    public int MostServers { get; init; } = 20_000;
}

/// <summary>How much was read.</summary>
public sealed record PredictionLogReading
{
    public long Files { get; init; }

    public long Bytes { get; init; }

    public long Predictions { get; init; }

    public long Feedback { get; init; }

    public long Refusals { get; init; }

    /// <summary>Lines that are no entries.</summary>
    public long Unreadable { get; init; }

    internal PredictionLogReading With(LogPart part) => this with
    {
        Bytes = Bytes + part.Bytes,
        Predictions = Predictions + part.Batch.Count,
        Feedback = Feedback + part.Batch.Feedback.Count,
        Refusals = Refusals + part.Batch.Refusals.Count,
        Unreadable = Unreadable + part.Unreadable.Count,
    };
}

/// <summary>Some lines of a file on their way to the reader; the last of a file has none.</summary>
internal sealed record LogPiece(FileProgress File, SafeFileHandle? Handle)
{
    private static readonly Task<IReadOnlyList<LogPart>> Nothing = Task.FromResult<IReadOnlyList<LogPart>>([]);

    public Task<IReadOnlyList<LogPart>>? Parsing { get; init; }

    public Problem? Problem { get; init; }

    /// <summary>Of the file, once all lines of it were read; -1 where that went wrong.</summary>
    public long Length { get; init; } = -1;

    /// <summary>Something to tell before a file is read.</summary>
    public static LogPiece Note(FileProgress file, SafeFileHandle handle, Problem problem) =>
        new(file, handle) { Problem = problem, Parsing = Nothing };

    public async Task GiveUpAsync()
    {
        if (Parsing is { } parsing)
            await parsing;
        Handle?.Dispose();
    }
}

/// <summary>Tells what is wrong with files, each with a few sentences at most.</summary>
internal sealed class LogTelling(IProgress<Problem> problems)
{
    private const int MostOfAFile = 3;

    /// <summary>Servers answer many requests at a time, and log each a little later than it was answered.</summary>
    private static readonly long Tolerance = TimeSpan.FromMinutes(1).Ticks;

    private long _unreadable;
    private bool _isClockTold;

    public void Report(Problem problem) => problems.Report(problem);

    public void Tell(FileProgress file, LogPart part)
    {
        foreach (var line in part.Unreadable)
        {
            if (++_unreadable <= MostOfAFile)
                Report(PredictionLineReader.Unreadable(new SourceLocation(file.Name, file.Lines + line)));
        }

        WatchClock(file, part.Batch);
    }

    public void EndFile(FileProgress file)
    {
        if (_unreadable > MostOfAFile)
        {
            Report(new SourceLocation(file.Name).Problem(
                $"{_unreadable - MostOfAFile} more lines of the file are no entries of a prediction log."));
        }

        (_unreadable, _isClockTold) = (0, false);
    }

    public void Finish(long behindHorizon)
    {
        if (behindHorizon > 0)
        {
            Report(new Problem(
                $"{behindHorizon} files that began before those that were read long ago are passed over.",
                "There were so many servers that the first are forgotten."));
        }
    }

    private void WatchClock(FileProgress file, PredictionBatch batch)
    {
        var newest = file.Server.Newest;
        foreach (var time in batch.Times)
        {
            if (time >= newest)
                newest = time;
            else if (time < newest - Tolerance && !_isClockTold)
                TellClock(file, newest, time);
        }

        file.Server.Newest = newest;
    }

    private void TellClock(FileProgress file, long newest, long time)
    {
        _isClockTold = true;
        Report(new SourceLocation(file.Name).Problem(
            $"The server's clock went back by {new TimeSpan(newest - time):c}: a prediction of {new DateTime(time):s}Z follows "
            + $"one of {new DateTime(newest):s}Z.",
            "Predictions are counted by the time that they have."));
    }
}
