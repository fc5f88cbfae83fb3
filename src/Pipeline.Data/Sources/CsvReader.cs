using Pipeline.Data.Columns;

namespace Pipeline.Data.Sources;

/// <summary>Reads separated values: CSV, TSV, and what looks like them.</summary>
internal sealed class CsvReader : BlockReader
{
    private readonly SourceOptions _options;
    private CsvDialect _dialect = new(',', HasHeader: true);
    private RecordIndexer _indexer;

    private CsvReader(ByteSource source, string file, SourceOptions options)
        : base(source, file, options)
    {
        _options = options;
        _indexer = Indexer();
    }

    public override string? Guess => _dialect.IsGuessed
        ? $"Values were divided by {_dialect.Name}, as the first rows suggest; 'format: {{separator: ...}}' states another."
        : null;

    protected override string Format => "CSV";

    /// <summary>Reads the header. The reader owns the source from now on.</summary>
    /// <param name="source">From its beginning.</param>
    /// <param name="file">The path as the user knows it.</param>
    /// <param name="options">Of the file.</param>
    public static CsvReader Open(ByteSource source, string file, SourceOptions options)
    {
        var reader = new CsvReader(source, file, options);
        reader.ReadStart();
        return reader;
    }

    public override void Divide(ColumnBatch batch) => _indexer.Divide(batch.Records);

    protected override void Begin(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        _dialect = CsvDialect.Find(bytes, isWhole, File, _options);
        _indexer = Indexer();
    }

    protected override IReadOnlyList<string> Names(RecordBatch first)
    {
        if (_dialect.Doubt is { } doubt)
        {
            first.Problems.Add(doubt);
            return [];
        }

        if (_dialect.HasHeader || first.RowCount == 0)
            return HeaderNames.Read(first);
        Unread(first);
        _indexer = Indexer();
        return HeaderNames.Numbered(first);
    }

    protected override int Index(RecordBatch batch, bool isFinal, int mostRows) => _indexer.Take(batch, isFinal, mostRows);

    private RecordIndexer Indexer() => new((byte)_dialect.Separator, _options.HasQuotes);
}
