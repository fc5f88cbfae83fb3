using System.Globalization;
using ParquetSharp;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Parquet;

/// <summary>
/// Reads a Parquet file. The values of a batch are decoded by one thread, column by column, and any makes sense of them; as texts
/// they are written where somebody asks. Memory is bounded by a page of each column, however large the row groups are.
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

    public override bool Take(ColumnBatch batch)
    {
        batch.Forget();
        (batch.Records.File, batch.Records.ColumnCount) = (File, Header.Count);
        if (batch.Decoded is not ParquetValues[] values || values.Length == 0 || values[0].Column != _columns[0])
            batch.Decoded = values = [.. _cursors.Select(x => x.NewValues())];
        try
        {
            return !_isBroken && _cursors.Length > 0 && TakeRows(values, batch.Records);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return Break(WhatFailed(exception), batch.Records);
        }
    }

    public override void Divide(ColumnBatch batch)
    {
        foreach (var values in (ParquetValues[])batch.Decoded!)
            values.Divide(batch.Records);
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

    private bool TakeRows(ParquetValues[] columns, RecordBatch records)
    {
        while (_leftInGroup == 0)
        {
            if (_nextGroup == _groupCount)
                return false;
            Turn();
        }

        if (CountRows() is not (> 0 and var rows))
            return Break(ParquetFooter.Damaged(File, $"column '{_at}' ends before its row group does"), records);
        if (rows == 1 && _cursors.Sum(x => (long)x.NextLength) > _options.MostRowBytes)
            return Break(TooLong(), records);
        foreach (var (cursor, values) in _cursors.Zip(columns))
            cursor.Take(rows, values, records);
        records.TakeLines(rows, _taken + 1);
        (_leftInGroup, _taken) = (_leftInGroup - rows, _taken + rows);
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

    private bool Break(Problem problem, RecordBatch records)
    {
        records.Problems.Add(problem);
        return _isBroken = true;
    }
}
