namespace Pipeline.Data.Sources;

/// <summary>
/// Finds rows and values as <see cref="RecordGrammar"/> does, and as fast as memory allows. A block that
/// <see cref="StructuralScan"/> is right about is cut at the end of its last row, in order; its values are found by whichever
/// thread has it. Any other block is left to the grammar.
/// </summary>
/// <param name="separator">Between two values.</param>
/// <param name="hasQuotes">Values may stand in quotes; else a quote is a character like any other.</param>
internal sealed class RecordIndexer(byte separator, bool hasQuotes)
{
    private readonly RecordGrammar _grammar = new(separator, hasQuotes);

    /// <summary>Takes the rows of the batch's bytes that are there in full. To be called in the order of the blocks.</summary>
    /// <param name="batch">An empty one with new bytes.</param>
    /// <param name="isFinal">Nothing follows, so that the last line needs no line break.</param>
    /// <param name="mostRows">Where to stop.</param>
    /// <returns>How many bytes were used.</returns>
    public int Take(RecordBatch batch, bool isFinal, int mostRows = int.MaxValue)
    {
        batch.FirstLine = _grammar.Line;
        return batch.ColumnCount > 0 && !_grammar.IsSkipping && TakeRegular(batch) is > 0 and var used
            ? used
            : TakeByGrammar(batch, isFinal, mostRows);
    }

    /// <summary>Finds the values of a batch whose rows were only taken.</summary>
    public void Divide(RecordBatch batch)
    {
        if (!batch.IsUndivided)
            return;
        var bytes = batch.Bytes;
        var ends = batch.Scan.Ends;
        var (start, line) = (0, batch.FirstLine);
        for (var next = 0; next < ends.Length && start < batch.UsedLength;)
        {
            var fields = batch.OpenRow();
            var (column, begin, isQuoted) = (0, start, false);
            int end;
            do
            {
                end = ends[next++];
                var field = begin < end && (bytes[begin] <= '"' || bytes[end - 1] <= ' ')
                    ? Trimmed(bytes, begin, end, ref isQuoted)
                    : new Field(begin, end - begin);
                if (column < fields.Length)
                    fields[column] = field;
                column++;
                begin = end + 1;
            }
            while (bytes[end] != '\n');
            if (column == fields.Length)
                batch.CommitRow(line);
            else if (column != 1 || fields[0].Length > 0 || isQuoted)
                RecordGrammar.Refuse(column, line, batch);
            line += 1 + (isQuoted ? bytes[start..end].Count((byte)'\n') : 0);
            start = end + 1;
        }
    }

    private int TakeRegular(RecordBatch batch)
    {
        var bytes = batch.Bytes;
        batch.Scan.Scan(bytes, 0, separator, hasQuotes);
        if (!batch.Scan.IsRegular)
            return 0;
        var used = batch.Scan.RowsEnd(bytes, 0);
        batch.LeaveUndivided(used);
        _grammar.Line += bytes[..used].Count((byte)'\n');
        return used;
    }

    private int TakeByGrammar(RecordBatch batch, bool isFinal, int mostRows)
    {
        var bytes = batch.Bytes;
        var position = _grammar.IsSkipping ? _grammar.Skip(bytes, 0, 0) : 0;
        while (position < bytes.Length && batch.RowCount < mostRows && !batch.Problems.IsFull)
        {
            var next = _grammar.Row(bytes, position, isFinal, batch);
            if (next == RecordGrammar.Incomplete)
                break;
            position = next;
        }

        return position;
    }

    /// <summary>A value without what is around it, and without its quotes.</summary>
    private Field Trimmed(ReadOnlySpan<byte> bytes, int begin, int end, ref bool isQuoted)
    {
        if (bytes[end] == '\n' && bytes[end - 1] == '\r')
            end--;
        while (begin < end && bytes[begin] == ' ')
            begin++;
        while (begin < end && bytes[end - 1] == ' ')
            end--;
        if (begin == end || bytes[begin] != '"' || !hasQuotes)
            return new Field(begin, end - begin);
        isQuoted = true;
        return new Field(begin + 1, end - begin - 2, bytes[(begin + 1)..(end - 1)].Contains((byte)'"'));
    }
}
