using ParquetSharp;
using Pipeline.Statistics;

namespace Pipeline.Benchmarks.Data;

/// <summary>
/// A Parquet file of ten columns, and the CSV of the same values: whole numbers, fractions, dictionary-encoded and other texts,
/// moments, dates, booleans, and numbers of which a tenth is missing.
/// </summary>
internal static class GeneratedParquet
{
    public const int ColumnCount = 10;

    private const int Seed = 7;
    private const int GroupRows = 500_000;
    private const int Cities = 50;
    private const int Names = 2_000_000;
    private const int Seconds = 30_000_000;

    private static readonly DateTime Begin = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <param name="path">Of the file.</param>
    /// <param name="rows">A multiple of 500,000.</param>
    public static void Write(string path, int rows)
    {
        Column[] columns =
        [
            new Column<long>("id"), new Column<int>("age"), new Column<double>("amount"), new Column<float>("rate"),
            new Column<string>("city"), new Column<string>("name"),
            new Column<DateTime>("opened", LogicalType.Timestamp(true, ParquetSharp.TimeUnit.Micros)), new Column<Date>("day"),
            new Column<bool>("label"), new Column<double?>("score"),
        ];
        var random = new SeededRandom(Seed, stream: 0);
        string[] cities = [.. Enumerable.Range(0, Cities).Select(x => $"city number {x}")];
        using var writer = new ParquetFileWriter(path, columns, Compression.Snappy);
        for (var start = 0; start < rows; start += GroupRows)
        {
            using var group = writer.AppendRowGroup();
            Append(group, x => start + (long)x);
            Append(group, _ => 18 + random.Below(70));
            Append(group, _ => random.Below(1_000_000) / 100.0);
            Append(group, _ => random.Below(1_000_000) / 1e6f);
            Append(group, _ => cities[random.Below(Cities)]);
            Append(group, _ => $"name {random.Below(Names)}");
            Append(group, _ => Begin.AddSeconds(random.Below(Seconds)));
            Append(group, _ => new Date(2020, 1, 1).AddDays(random.Below(2_000)));
            Append(group, _ => random.Below(2) == 0);
            Append(group, _ => random.Below(10) == 0 ? (double?)null : random.Below(1_000_000_000) / 1e9);
        }

        writer.Close();
    }

    private static void Append<T>(RowGroupWriter group, Func<int, T> value)
    {
        using var column = group.NextColumn().LogicalWriter<T>();
        column.WriteBatch([.. Enumerable.Range(0, GroupRows).Select(value)]);
    }
}
