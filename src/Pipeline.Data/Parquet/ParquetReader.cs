using System.Globalization;
using ParquetSharp;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Parquet;

/// <summary>
/// Reads a Parquet file, whose values become texts: that of a batch are decoded by one thread, column by column, and written as
/// rows by any. Memory is bounded by a page of each column, however large the row groups are.
/// </summary>
internal sealed class ParquetReader : RowReader
{
    /// <summary>What a row takes of a block for each of its columns, about.</summary>
    private const int BytesOfValue = 16;

    private const int LeastRows = 64;
    private const int MostRows = 8_192;

    /// <summary>Of a column that are fetched at once; there may be thousands of them.</summary>
    private const int FetchedBytes = 64 << 10;

    private readonly FileStream _stream;
    private readonly SourceOptions _options;
    private readonly long _length;
    private ParquetFileReader? _file;
    private RowGroupReader? _group;
    private IReadOnlyList<ParquetColumn> _columns = [];
    private ColumnCursor[] _cursors = [];
    private int _mostRows;
    private int _nextGroup;
    private int _groupCount;
    private long _leftInGroup;
    private long _taken;
    private long _total;
    private string? _at;
    private bool _isBroken;

    private ParquetReader(FileStream stream, string file, SourceOptions options)
        : base(file) => (_stream, _options, _length) = (stream, options, stream.Length);

    public override long Size => _taken >= _total ? _length : (long)((Int128)_length * _taken / _total);

    /// <summary>Reads the footer. The reader owns the stream from now on.</summary>
    /// <param name="stream">Of the file.</param>
    /// <param name="file">The path as the user knows it.</param>
    /// <param name="options">Of the file.</param>
    public static ParquetReader Open(FileStream stream, string file, SourceOptions options)
    {
        var reader = new ParquetReader(stream, file, options);
        reader.ReadFooter();
        return reader;
    }

    public override string? KindOf(int column) =>
        _columns[column].Kind is var kind && kind != ParquetColumn.Nothing ? kind : null;

    public override bool Take(RecordBatch batch)
    {
        (batch.File, batch.ColumnCount, batch.HasLines) = (File, Header.Count, false);
        batch.Forget();
        if (batch.Taken is not Parts parts || parts.Owner != this)
            batch.Taken = parts = new Parts(this, [.. _cursors.Select(x => x.NewPart())]);
        (parts.FirstLine, parts.RowCount) = (_taken + 1, 0);
        try
        {
            return !_isBroken && _cursors.Length > 0 && TakeRows(parts, batch);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return Break(WhatFailed(exception), batch);
        }
    }

    public override void Divide(RecordBatch batch)
    {
        if (batch.Taken is not Parts { RowCount: > 0 } parts)
            return;
        var fields = batch.TakeRows(parts.RowCount, parts.FirstLine);
        foreach (var part in parts.Columns)
            part.Write(batch, fields);
        parts.RowCount = 0;
    }

    /// <summary>By the same handle that the rows were read by.</summary>
    public override Digest Finish()
    {
        _stream.Position = 0;
        return ByteSource.Open(_stream).Finish();
    }

    public override void Dispose()
    {
        foreach (var cursor in _cursors)
            cursor.Dispose();
        _group?.Dispose();
        _file?.Dispose();
        _stream.Dispose();
    }

    private static bool IsDamage(Exception exception) =>
        exception is ParquetException or OverflowException or OutOfMemoryException or InvalidCastException;

    private void ReadFooter()
    {
        if (ParquetFooter.Refuse(_stream, File) is { } refusal)
        {
            Found.Add(refusal);
            return;
        }

        try
        {
            using var properties = ReaderProperties.GetDefaultReaderProperties();
            properties.EnableBufferedStream();
            properties.BufferSize = FetchedBytes;
            properties.EnablePageChecksumVerification();
            _file = new ParquetFileReader(_stream, properties, leaveOpen: true);
            (_groupCount, _total) = (_file.FileMetaData.NumRowGroups, _file.FileMetaData.NumRows);
            _columns = ParquetFooter.Columns(_file, File, Found);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            Found.Add(ParquetFooter.Damaged(File, "its footer cannot be read"));
        }

        if (Found.Problems.Count > 0)
            return;
        _mostRows = Math.Clamp(_options.BlockBytes / (BytesOfValue * _columns.Count), LeastRows, MostRows);
        Header = [.. _columns.Select(x => x.Name)];
        _cursors = [.. _columns.Select(x => x.Cursor(x, _mostRows))];
    }

    private bool TakeRows(Parts parts, RecordBatch batch)
    {
        while (_leftInGroup == 0)
        {
            if (_nextGroup == _groupCount)
                return false;
            Turn();
        }

        if (CountRows() is not (> 0 and var rows))
            return Break(ParquetFooter.Damaged(File, $"column '{_at}' ends before its row group does"), batch);
        if (rows == 1 && _cursors.Sum(x => (long)x.NextLength) > _options.MostRowBytes)
            return Break(TooLong(), batch);
        foreach (var (cursor, part) in _cursors.Zip(parts.Columns))
            cursor.Take(rows, part, batch);
        (_leftInGroup, _taken, parts.RowCount) = (_leftInGroup - rows, _taken + rows, rows);
        return true;
    }

    /// <summary>How many rows all columns have ready; 0 where one has none left.</summary>
    private int CountRows()
    {
        var rows = (int)Math.Min(_leftInGroup, _mostRows);
        foreach (var cursor in _cursors.Where(x => x.Ready > 0))
            rows = Math.Min(rows, cursor.Ready);
        foreach (var cursor in _cursors.Where(x => x.Ready == 0))
        {
            _at = cursor.Column.Name;
            cursor.Decode(rows);
            rows = Math.Min(rows, cursor.Ready);
        }

        // A batch of several rows has no more bytes than a block, and one that is longer stands alone.
        var bytes = _options.BlockBytes / _cursors.Length;
        foreach (var cursor in _cursors)
            rows = rows == 0 ? 0 : cursor.Fitting(rows, bytes);
        return rows;
    }

    private void Turn()
    {
        _group?.Dispose();
        _at = null;
        _group = _file!.RowGroup(_nextGroup++);
        _leftInGroup = _group.MetaData.NumRows;
        foreach (var cursor in _cursors.Where(_ => _leftInGroup > 0))
        {
            _at = cursor.Column.Name;
            cursor.Turn(_group);
        }
    }

    private Problem WhatFailed(Exception exception)
    {
        if (_at is null)
            return ParquetFooter.Damaged(File, Numbered($"row group {_nextGroup} of {_groupCount} cannot be read"));
        return exception.Message.Contains("decrypt", StringComparison.OrdinalIgnoreCase)
            ? ParquetFooter.Encrypted(File, _at)
            : ParquetFooter.Damaged(File, Numbered($"column '{_at}' cannot be read behind row {_taken}"));
    }

    private Problem TooLong() => new(File, _taken + 1, null, Numbered($"The row has more than {_options.MostRowBytes} bytes."));

    private static string Numbered(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private bool Break(Problem problem, RecordBatch batch)
    {
        batch.Problems.Add(problem);
        return _isBroken = true;
    }

    /// <summary>What a batch has of each column.</summary>
    private sealed record Parts(ParquetReader Owner, IReadOnlyList<ColumnPart> Columns)
    {
        public long FirstLine { get; set; }

        public int RowCount { get; set; }
    }
}
