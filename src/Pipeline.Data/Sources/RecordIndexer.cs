namespace Pipeline.Data.Sources;

/// <summary>
/// Finds rows and values as <see cref="RecordGrammar"/> does, and as fast as memory allows: a row whose quotes and line end
/// <see cref="StructuralScan"/> is right about is taken from it, any other is left to the grammar.
/// </summary>
internal sealed class RecordIndexer(byte separator, ProblemList problems)
{
    /// <summary>After so many rows that the scan was wrong about, a block is left to the grammar: a scan costs more.</summary>
    private const int MostScans = 8;

    private readonly RecordGrammar _grammar = new(separator, problems);
    private readonly StructuralScan _scan = new();

    /// <summary>How many quotes belong to values of the open row; less than none where RFC 4180 does not have them so.</summary>
    private int _quotes;

    /// <summary>Adds the rows of the batch's bytes that are there in full.</summary>
    /// <param name="batch">An empty one with new bytes.</param>
    /// <param name="isFinal">Nothing follows, so that the last line needs no line break.</param>
    /// <param name="mostRows">Where to stop.</param>
    /// <returns>How many bytes were used.</returns>
    public int Index(RecordBatch batch, bool isFinal, int mostRows = int.MaxValue)
    {
        batch.FirstLine = _grammar.Line;
        var bytes = batch.Bytes;
        var position = _grammar.IsSkipping ? _grammar.Skip(bytes, 0, 0) : 0;
        for (var scans = 0; position < bytes.Length && batch.RowCount < mostRows && !problems.IsFull;)
        {
            if (batch.ColumnCount > 0 && scans++ < MostScans)
                position = Scanned(bytes, position, batch);
            if (position == bytes.Length || problems.IsFull)
                break;
            var next = _grammar.Row(bytes, position, isFinal, batch);
            if (next == RecordGrammar.Incomplete)
                break;
            position = next;
        }

        return position;
    }

    /// <summary>Adds rows up to one that the grammar must look at, or that is not there in full.</summary>
    /// <returns>Where that row begins.</returns>
    private int Scanned(ReadOnlySpan<byte> bytes, int start, RecordBatch batch)
    {
        _scan.Scan(bytes, start, separator);
        var ends = _scan.Ends;
        for (var next = 0; next < ends.Length && !problems.IsFull;)
        {
            var fields = batch.OpenRow();
            var column = 0;
            _quotes = 0;
            var (begin, end) = (start, start);
            while (next < ends.Length)
            {
                end = ends[next++];
                var field = begin < end && (bytes[begin] <= '"' || bytes[end - 1] <= ' ')
                    ? Trimmed(bytes, begin, end)
                    : new Field(begin, end - begin);
                if (column < fields.Length)
                    fields[column] = field;
                column++;
                if (bytes[end] == '\n')
                    break;
                begin = end + 1;
            }

            if (bytes[end] != '\n' || !IsRegular(bytes, start, end))
                return start;
            Take(bytes[start..end], column, fields, batch);
            start = end + 1;
        }

        return start;
    }

    private void Take(ReadOnlySpan<byte> row, int count, ReadOnlySpan<Field> fields, RecordBatch batch)
    {
        var line = _grammar.Line;
        if (count == batch.ColumnCount)
        {
            batch.CommitRow(line);
        }
        else if (count != 1 || fields[0].Length > 0 || _quotes > 0)
        {
            batch.Begin(line);
            _grammar.Refuse(count, batch);
        }

        _grammar.Line = line + 1 + (_quotes > 0 ? row.Count((byte)'\n') : 0);
    }

    /// <summary>Each quote of the row belongs to a quoted value, and each carriage return to one or to the line's end.</summary>
    private bool IsRegular(ReadOnlySpan<byte> bytes, int start, int end)
    {
        if (_scan.HasQuotes && _scan.QuotesIn(start, end) != _quotes)
            return false;
        return !_scan.HasReturns
            || _scan.ReturnsIn(start, end) == (end > start && bytes[end - 1] == '\r' ? 1 : 0);
    }

    /// <summary>A value without what is around it, and without its quotes.</summary>
    private Field Trimmed(ReadOnlySpan<byte> bytes, int begin, int end)
    {
        if (bytes[end] == '\n' && bytes[end - 1] == '\r')
            end--;
        while (begin < end && bytes[begin] == ' ')
            begin++;
        while (begin < end && bytes[end - 1] == ' ')
            end--;
        if (begin == end || bytes[begin] != '"')
            return new Field(begin, end - begin);
        if (end - begin == 1 || bytes[end - 1] != '"')
            return Irregular();
        var within = _scan.QuotesIn(begin + 1, end - 1);
        if (within > 0 && !AreDoubled(bytes[(begin + 1)..(end - 1)]))
            return Irregular();
        _quotes += within + 2;
        return new Field(begin + 1, end - begin - 2, within > 0);
    }

    private Field Irregular()
    {
        _quotes = int.MinValue / 2;
        return default;
    }

    private static bool AreDoubled(ReadOnlySpan<byte> value)
    {
        while (value.IndexOf((byte)'"') is >= 0 and var quote)
        {
            if (quote + 1 == value.Length || value[quote + 1] != '"')
                return false;
            value = value[(quote + 2)..];
        }

        return true;
    }
}
