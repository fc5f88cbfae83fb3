using System.Buffers;
using System.Globalization;
using System.Threading.Channels;

namespace Pipeline.Models.Predictions;

/// <summary>
/// Writes the log to files of a folder, from a queue. When the queue is full, or the disk is, entries are dropped and counted;
/// serving goes on, and writing begins again as soon as it can. With each new file the oldest go that are too many or too old.
/// </summary>
public sealed class PredictionLogWriter : IPredictionLog, IAsyncDisposable
{
    private const int BatchBytes = 1 << 18;
    private const int FewestFiles = 4;

    private readonly PredictionLogOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _onFailure;
    private readonly Channel<Waiting> _queue;
    private readonly List<Receipt> _receipts = [];
    private readonly Task _writing;
    private readonly long _fileBytes;
    private long _dropped;
    private int _files;
    private FileStream? _file;
    private DateTimeOffset _opened;
    private bool _isFailing;

    /// <param name="options">Where and how.</param>
    /// <param name="time">Names the files, so that they sort by their beginning.</param>
    /// <param name="onFailure">Told when writing begins to fail, not at every try.</param>
    public PredictionLogWriter(PredictionLogOptions options, TimeProvider time, Action<Exception> onFailure)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _onFailure) = (options, time, onFailure);
        _fileBytes = Math.Min(options.FileBytes, options.KeepBytes / FewestFiles);
        _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        _writing = Task.Run(WriteAllAsync);
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public bool TryWrite(PredictionLogEntry entry) => TryQueue(new Waiting(entry, null));

    public Task<bool> WriteAsync(IReadOnlyList<PredictionLogEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var receipt = new Receipt(entries.Count);
        foreach (var entry in entries)
        {
            if (!TryQueue(new Waiting(entry, receipt)))
                receipt.Count(isWritten: false);
        }

        return receipt.AllWritten;
    }

    /// <summary>Writes what waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
    }

    private bool TryQueue(Waiting waiting)
    {
        var isTaken = _queue.Writer.TryWrite(waiting);
        if (!isTaken)
            Interlocked.Increment(ref _dropped);
        return isTaken;
    }

    private async Task WriteAllAsync()
    {
        var batch = new ArrayBufferWriter<byte>(BatchBytes);
        while (await _queue.Reader.WaitToReadAsync())
        {
            var count = Fill(batch);
            var isWritten = false;
            try
            {
                await WriteAsync(batch.WrittenMemory);
                (isWritten, _isFailing) = (true, false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await GiveUpAsync(exception, count);
            }

            batch.ResetWrittenCount();
            foreach (var receipt in _receipts)
                receipt.Count(isWritten);
            _receipts.Clear();
        }

        await CloseAsync();
    }

    private int Fill(ArrayBufferWriter<byte> batch)
    {
        var count = 0;
        for (; batch.WrittenCount < BatchBytes && _queue.Reader.TryRead(out var waiting); count++)
        {
            PredictionLine.Write(waiting.Entry, batch);
            if (waiting.Receipt is { } receipt)
                _receipts.Add(receipt);
        }

        return count;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> lines)
    {
        if (_time.GetUtcNow() - _opened >= _options.FileAge)
            await CloseAsync();
        if (_file is null)
        {
            _file = Open();
            _opened = _time.GetUtcNow();
            PredictionLogFolder.Trim(_options.Folder, _options.KeepBytes - _fileBytes, _opened - _options.KeepFor);
        }

        await _file.WriteAsync(lines);
        if (_file.Length >= _fileBytes)
            await CloseAsync();
    }

    private async Task GiveUpAsync(Exception exception, int count)
    {
        Interlocked.Add(ref _dropped, count);
        if (!_isFailing)
            _onFailure(exception);
        _isFailing = true;
        try
        {
            await CloseAsync();
        }
        catch (IOException)
        {
            _file = null;
        }
    }

    private async Task CloseAsync()
    {
        var file = _file;
        _file = null;
        if (file is not null)
            await file.DisposeAsync();
    }

    private FileStream Open()
    {
        Directory.CreateDirectory(_options.Folder);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"predictions-{_time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{_options.Server}-{++_files:0000}.jsonl");
        return new FileStream(
            Path.Combine(_options.Folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    private readonly record struct Waiting(PredictionLogEntry Entry, Receipt? Receipt);

    /// <summary>Of some entries, each of which may be in another batch.</summary>
    private sealed class Receipt
    {
        private readonly TaskCompletionSource<bool> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;
        private volatile bool _isLost;

        public Receipt(int entries)
        {
            _waiting = entries;
            if (entries == 0)
                _end.SetResult(true);
        }

        public Task<bool> AllWritten => _end.Task;

        public void Count(bool isWritten)
        {
            _isLost |= !isWritten;
            if (Interlocked.Decrement(ref _waiting) == 0)
                _end.SetResult(!_isLost);
        }
    }
}

/// <summary>Takes entries while requests wait: it never throws.</summary>
public interface IPredictionLog
{
    /// <summary>How many entries were lost, because they came too fast or could not be written.</summary>
    long Dropped { get; }

    /// <summary>Never blocks.</summary>
    /// <returns>False for an entry that is lost already.</returns>
    bool TryWrite(PredictionLogEntry entry);

    /// <summary>For what nobody tells again: waits until the system has the entries, so that they outlive the process.</summary>
    /// <returns>False where one of them is lost; the others may be written.</returns>
    Task<bool> WriteAsync(IReadOnlyList<PredictionLogEntry> entries);
}
