namespace Pipeline.Data.Sources;

/// <summary>How a file of separated values is written.</summary>
/// <param name="Separator">Between two values.</param>
/// <param name="HasHeader">The first row has the names of the columns.</param>
internal sealed record CsvDialect(char Separator, bool HasHeader)
{
    private const int MostRows = 50;

    /// <summary>From the likeliest to the least likely.</summary>
    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>
    /// What is not stated is found in the first rows. The separator is the one that divides them into most values, as many in
    /// each. The first row is a header, unless it has a number where the second row has one.
    /// </summary>
    /// <param name="bytes">The beginning of a file.</param>
    /// <param name="isWhole">It is the whole file.</param>
    /// <param name="options">What is stated.</param>
    public static CsvDialect Find(ReadOnlySpan<byte> bytes, bool isWhole, SourceOptions options)
    {
        if (options is { Separator: { } stated, HasHeader: { } hasHeader })
            return new CsvDialect(stated, hasHeader);
        var candidates = options.Separator is { } only ? [only] : Candidates;
        var best = (Separator: candidates[0], Rows: Rows(bytes, isWhole, candidates[0]));
        foreach (var candidate in candidates[1..])
        {
            var rows = Rows(bytes, isWhole, candidate);
            if (Columns(rows) > Math.Max(Columns(best.Rows), 1))
                best = (candidate, rows);
        }

        return new CsvDialect(best.Separator, options.HasHeader ?? IsHeader(best.Rows, options.KnownColumn));
    }

    /// <summary>0 where the rows are not all of one width.</summary>
    private static int Columns(IReadOnlyList<IReadOnlyList<string>> rows) =>
        rows.Count > 0 && rows.All(x => x.Count == rows[0].Count) ? rows[0].Count : 0;

    private static bool IsHeader(IReadOnlyList<IReadOnlyList<string>> rows, string? known)
    {
        if (rows.Count == 0 || (known is not null && rows[0].Contains(known)))
            return true;
        var first = rows[0];
        var isNumbered = rows.Count > 1 && first.Zip(rows[1]).Any(x => IsNumber(x.First) && IsNumber(x.Second));
        return !isNumbered;
    }

    private static bool IsNumber(string text) =>
        NumberText.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _);

    private static List<IReadOnlyList<string>> Rows(ReadOnlySpan<byte> bytes, bool isWhole, char separator)
    {
        var rows = new List<IReadOnlyList<string>>();
        var grammar = new RecordGrammar((byte)separator);
        var batch = new RecordBatch();
        batch.Load(bytes);
        for (var position = 0; position < bytes.Length && rows.Count < MostRows && batch.Problems.Problems.Count == 0;)
        {
            batch.Reset(bytes.Length);
            position = grammar.Row(bytes, position, isWhole, batch);
            if (position == RecordGrammar.Incomplete)
                break;
            if (batch.RowCount > 0)
                rows.Add([.. Enumerable.Range(0, batch.OpenCount).Select(x => batch.Text(batch.OpenField(x)))]);
        }

        return rows;
    }
}
