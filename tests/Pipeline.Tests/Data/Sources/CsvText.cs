using Pipeline.Data.Columns;
using System.Text;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>A text read to its end: what the rows hold, and what is wrong.</summary>
internal sealed record CsvText(
    IReadOnlyList<string> Header,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<long> Lines,
    IReadOnlyList<Problem> Problems)
{
    public static CsvText Read(string text, SourceOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    public static CsvText Read(byte[] bytes, SourceOptions? options = null)
    {
        var source = ByteSource.Open(new MemoryStream(bytes));
        var known = options ?? new SourceOptions();
        known = known with { Separator = known.Separator ?? ',', HasHeader = known.HasHeader ?? true };
        using var reader = CsvReader.Open(source, "data.csv", known);
        var batch = new ColumnBatch();
        var (rows, lines) = (new List<IReadOnlyList<string>>(), new List<long>());
        while (reader.Read(batch))
        {
            for (var row = 0; row < batch.RowCount; row++)
            {
                rows.Add([.. Enumerable.Range(0, batch.ColumnCount).Select(x => Encoding.UTF8.GetString(batch.Text(row, x)))]);
                lines.Add(batch.Line(row));
            }
        }

        return new CsvText(reader.Header, rows, lines, reader.Problems);
    }
}
