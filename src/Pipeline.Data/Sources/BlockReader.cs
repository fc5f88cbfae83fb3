using System.Globalization;
using System.Text.Unicode;
using Pipeline.Core.Identity;
using Pipeline.Data.Columns;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>
/// Reads a text in blocks of bytes. Memory is bounded by the longest row, not by the file. Rows that have problems are in no
/// batch.
/// </summary>
internal abstract class BlockReader : RowReader
{
    private readonly ByteSource _source;
    private readonly SourceOptions _options;
    private byte[] _rest = [];
    private int _restLength;
    private long _read;
    private bool _isAtEnd;
    private bool _isBroken;

    /// <summary>The beginning was looked at: only now is a zero byte all that can be said of the file.</summary>
    private bool _isKnown;

    protected BlockReader(ByteSource source, string file, SourceOptions options)
        : base(file) => (_source, _options) = (source, options);

    public override long Size => _source.Size;

    /// <summary>"CSV".</summary>
    protected abstract string Format { get; }

    public override bool Take(ColumnBatch batch)
    {
        batch.Forget();
        batch.Decoded = null;
        var records = batch.Records;
        (records.File, records.ColumnCount) = (File, Header.Count);
        while (!IsDone)
        {
            Advance(records, Fill(records), int.MaxValue);
            if (records.RowCount > 0 || records.IsUndivided || records.Problems.Problems.Count > 0)
                return true;
        }

        return false;
    }

    public override Digest Finish() => _source.Finish();

    public override void Dispose() => _source.Dispose();

    /// <summary>Looks at the beginning of the file, and finds out what its columns are called.</summary>
    protected void ReadStart()
    {
        var batch = new RecordBatch { File = File };
        var length = Fill(batch);
        var bytes = batch.Buffer.AsSpan(0, length);
        if (!_isBroken && FileContent.Refuse(bytes, File, Format) is { } refusal)
            Break(refusal, batch);
        _isKnown = true;
        RefuseZero(bytes, _read - length, batch);
        if (!_isBroken)
            ReadNames(bytes[(bytes.StartsWith("\uFEFF"u8) ? 3 : 0)..], batch);
        foreach (var problem in batch.Problems.Problems)
            Found.Add(problem);
        _isBroken = _isBroken || Header.Count == 0;
    }

    /// <summary>A look at the beginning of the file, before anything of it is taken.</summary>
    protected virtual void Begin(ReadOnlySpan<byte> bytes, bool isWhole)
    {
    }

    /// <summary>The names of the columns; none where there are problems with them.</summary>
    /// <param name="first">Has the first row, unless there is none.</param>
    protected abstract IReadOnlyList<string> Names(RecordBatch first);

    /// <summary>The first row is one of those to be read.</summary>
    protected void Unread(RecordBatch first) => Keep(first.Bytes);

    /// <summary>Adds the rows of the batch's bytes that are there in full.</summary>
    /// <returns>How many bytes were used.</returns>
    protected abstract int Index(RecordBatch batch, bool isFinal, int mostRows);

    private void ReadNames(ReadOnlySpan<byte> start, RecordBatch batch)
    {
        Begin(start, _isAtEnd);
        Keep(start);
        while (batch.RowCount == 0 && !IsDone && batch.Problems.Problems.Count == 0)
            Advance(batch, Fill(batch), mostRows: 1);
        if (batch.Problems.Problems.Count == 0)
            Header = Names(batch);
    }

    private bool IsDone => _isBroken || (_restLength == 0 && _isAtEnd);

    private void Advance(RecordBatch batch, int length, int mostRows)
    {
        for (var used = 0; !_isBroken; length = Fill(batch))
        {
            batch.Reset(length);
            used = Index(batch, _isAtEnd, mostRows);
            if (!Utf8.IsValid(batch.Bytes[..used]))
                FileContent.NotUtf8(batch, used);
            Keep(batch.Buffer.AsSpan(used, length - used));
            if (used > 0 || _isAtEnd || length < batch.Buffer.Length)
                return;
            if (batch.Buffer.Length >= _options.MostRowBytes)
                Break(TooLong(batch), batch);
            else
                batch.Grow((int)Math.Min(batch.Buffer.Length * 2L, Math.Max(_options.MostRowBytes, batch.Buffer.Length + 1)));
        }
    }

    /// <summary>What was left of the last block, and what follows it.</summary>
    private int Fill(RecordBatch batch)
    {
        if (batch.Buffer.Length == 0)
            batch.Grow(Math.Max(_options.BlockBytes, 16));
        if (_restLength > batch.Buffer.Length)
            batch.Grow(_restLength * 2);
        var buffer = batch.Buffer;
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var (length, old) = (_restLength, _restLength);
        while (length < buffer.Length && !_isAtEnd && !_isBroken)
            length += ReadOn(buffer.AsSpan(length), batch);
        if (_isKnown)
            RefuseZero(buffer.AsSpan(old, length - old), _read, batch);
        _read += length - old;
        return length;
    }

    private void RefuseZero(ReadOnlySpan<byte> bytes, long offset, RecordBatch batch)
    {
        if (!_isBroken && bytes.IndexOf((byte)0) is >= 0 and var zero)
            Break(FileContent.Binary(File, offset + zero, Format), batch);
    }

    private int ReadOn(Span<byte> buffer, RecordBatch batch)
    {
        try
        {
            var read = _source.Read(buffer);
            _isAtEnd = read == 0;
            return read;
        }
        catch (InvalidDataException)
        {
            Break(BadArchive(), batch);
            return 0;
        }
    }

    private Problem BadArchive() => _source.IsFollowed
        ? new Problem(
            File, null, null,
            "The gzip archive ends before the file does: zeros follow it, or something else that is no archive.",
            "Cut them off, or pack the file again.")
        : new Problem(File, null, null, string.Create(
            CultureInfo.InvariantCulture, $"The gzip archive is damaged or ends early, within {Size} bytes of the file."),
            "Fetch or pack the file again.");

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_rest.Length < rest.Length)
            _rest = new byte[rest.Length * 2];
        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }

    private Problem TooLong(RecordBatch batch) => RecordBatch.LocateLine(File, batch.FirstLine).Problem(
        string.Create(CultureInfo.InvariantCulture, $"The row that begins here has more than {_options.MostRowBytes} bytes."),
        "A closing quote may be missing.");

    private void Break(Problem problem, RecordBatch batch)
    {
        if (!_isBroken)
            batch.Problems.Add(problem);
        _isBroken = true;
    }
}
