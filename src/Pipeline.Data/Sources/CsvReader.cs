using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;

namespace Pipeline.Data.Sources;

/// <summary>
/// Reads a CSV file once, from beginning to end, in batches of rows. Memory is bounded by the longest row, not by the file. What
/// is wrong with the file is collected in <see cref="Problems"/>, and such rows are in no batch.
/// </summary>
internal sealed class CsvReader : IDisposable
{
    private readonly Stream _stream;
    private readonly CsvOptions _options;
    private readonly RecordIndexer _indexer;
    private readonly RecordBatch _batch;
    private readonly ProblemList _problems = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer;
    private int _begin;
    private int _end;
    private bool _isAtEnd;
    private bool _isBroken;

    private CsvReader(Stream stream, string file, CsvOptions options)
    {
        (_stream, _options) = (stream, options);
        _buffer = new byte[Math.Max(options.BlockBytes, 16)];
        _batch = new RecordBatch { File = file };
        _indexer = new RecordIndexer(options.Separator, _problems);
    }

    /// <summary>The names of the columns; empty where there are problems with them.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>The path as the user knows it.</summary>
    public string File => _batch.File;

    public IReadOnlyList<Problem> Problems => _problems.Problems;

    public long RowCount { get; private set; }

    /// <summary>How many bytes were read so far.</summary>
    public long Size { get; private set; }

    /// <summary>Reads the header. The reader owns the stream from now on.</summary>
    /// <param name="stream">From its beginning.</param>
    /// <param name="file">The path as the user knows it.</param>
    /// <param name="options">Of the file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<CsvReader> OpenAsync(
        Stream stream, string file, CsvOptions options, CancellationToken cancellationToken)
    {
        var reader = new CsvReader(stream, file, options);
        await reader.ReadHeaderAsync(cancellationToken);
        return reader;
    }

    /// <summary>The next rows, or null at the end. The batch is valid until the next call.</summary>
    public async ValueTask<RecordBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        while (!_isBroken && !_problems.IsFull && (_begin < _end || !_isAtEnd))
        {
            await FillAsync(cancellationToken);
            if (_isBroken)
                break;
            Advance(Index(int.MaxValue));
            RowCount += _batch.RowCount;
            if (_batch.RowCount > 0 && !_isBroken)
                return _batch;
        }

        return null;
    }

    /// <summary>Lets every observer see all rows, in order.</summary>
    public async Task PassAsync(
        IReadOnlyList<IRowObserver> observers, string step, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is { } batch)
        {
            foreach (var observer in observers)
                observer.Observe(batch);
            progress.Report(new StepEvent.Advanced(step, Size, _stream.Length, "bytes"));
        }
    }

    /// <summary>Of the whole file; to be asked once, after the last batch.</summary>
    public async Task<Digest> FinishAsync(CancellationToken cancellationToken)
    {
        while (!_isAtEnd)
        {
            (_begin, _end) = (0, 0);
            await FillAsync(cancellationToken);
        }

        return Digest.Parse("sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public void Dispose()
    {
        _hash.Dispose();
        _stream.Dispose();
    }

    private async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        if (FileContent.Refuse(_buffer.AsSpan(_begin, _end - _begin), _batch.File) is { } refusal)
            Break(refusal);
        if (_isBroken)
            return;
        _begin += _buffer.AsSpan(_begin, _end - _begin).StartsWith("\uFEFF"u8) ? 3 : 0;
        while (_batch.RowCount == 0 && !_isBroken && _problems.Problems.Count == 0 && (_begin < _end || !_isAtEnd))
        {
            await FillAsync(cancellationToken);
            Advance(Index(mostRows: 1));
        }

        if (!_isBroken && _problems.Problems.Count == 0)
            Header = HeaderNames.Read(_batch, _problems);
        _batch.ColumnCount = Header.Count;
        _isBroken |= Header.Count == 0;
    }

    private int Index(int mostRows)
    {
        _batch.Reset(_buffer, _begin, _end - _begin);
        return _indexer.Index(_batch, _isAtEnd, mostRows);
    }

    /// <summary>Goes on after the bytes that were used; where not one row fits, the buffer grows.</summary>
    private void Advance(int used)
    {
        var bytes = _batch.Bytes[..used];
        if (!Utf8.IsValid(bytes))
            Break(FileContent.NotUtf8(bytes, _batch));
        _begin += used;
        if (used > 0 || _isAtEnd || _end - _begin < _buffer.Length)
            return;
        if (_buffer.Length >= _options.MostRowBytes)
            Break(TooLong());
        else
            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, Math.Max(_options.MostRowBytes, _buffer.Length + 1)));
    }

    private Problem TooLong() => _batch.LocateRow(_batch.RowCount).Problem(
        string.Create(CultureInfo.InvariantCulture, $"The row that begins here has more than {_options.MostRowBytes} bytes."),
        "A closing quote may be missing.");

    private void Break(Problem problem)
    {
        if (!_isBroken)
            _problems.Add(problem);
        _isBroken = true;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
        (_begin, _end) = (0, _end - _begin);
        while (_end < _buffer.Length && !_isAtEnd)
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _hash.AppendData(_buffer, _end, read);
            if (!_isBroken && _buffer.AsSpan(_end, read).IndexOf((byte)0) is >= 0 and var zero)
                Break(FileContent.Binary(_batch.File, Size + zero));
            _end += read;
            Size += read;
            _isAtEnd = read == 0;
        }
    }
}
