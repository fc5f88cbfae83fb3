using Pipeline.Data.Schemas;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;
using Pipeline.Data.Splits;
using Pipeline.Models.Values;
using Pipeline.Testing;

namespace Pipeline.Data.Expectations;

/// <summary>A dataset whose batches go to several partitions in turn, as a reader on several cores deals them out.</summary>
internal sealed record PartitionRun
{
    public int Partitions { get; init; } = 1;

    public int BlockBytes { get; init; } = 1 << 20;

    public int HeldRows { get; init; } = 1 << 17;

    public int HeldNumbers { get; init; } = 1 << 19;

    public bool KeepsRows { get; init; }

    public DateTimeOffset Now { get; init; } = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What was written to the temporary file.</summary>
    public long Spilled { get; private set; }

    public IReadOnlyList<DataCheck> Judge(SomeDataset dataset)
    {
        using var folder = new TemporaryFolder();
        using var spill = new SpillFile(folder.Path);
        var options = new SourceOptions { BlockBytes = BlockBytes };
        using var reader = CsvReader.Open(ByteSource.Open(File.OpenRead(dataset.Path)), "data.csv", options);
        var schema = BoundSchema.Bind(dataset.Request.Manifest, reader.Header).OrThrow();
        var expectations = new ExpectationPlan(schema, Options(spill)).All().OrThrow();
        var partitions = Enumerable.Range(0, Partitions - 1)
            .Select(_ => expectations.Select(x => (Expectation)x.CreateEmpty()).ToList())
            .Prepend([.. expectations])
            .ToList();
        var data = Read(reader, schema, partitions);
        foreach (var (expectation, fork) in partitions.Skip(1).SelectMany(expectations.Zip))
            expectation.Merge(fork);
        var checks = CheckNames.Distinct(expectations.SelectMany(x => x.Judge(data)));
        Spilled = spill.Size;
        folder.Files.ShouldBeEmpty();
        return checks;
    }

    private ExpectationOptions Options(SpillFile spill) => new()
    {
        Spill = spill,
        Now = Now,
        KeepsRows = KeepsRows,
        HeldRows = HeldRows,
        HeldNumbers = HeldNumbers,
    };

    private static JudgedData Read(CsvReader reader, BoundSchema schema, List<List<Expectation>> partitions)
    {
        var scan = new DatasetScan(schema);
        var splitter = DatasetSplitter.Of(schema.Section.Split, schema.SplitColumns(), schema.Markers);
        var batch = new ColumnBatch();
        for (var number = 0; reader.Read(batch); number++)
        {
            scan.Observe(batch);
            splitter.Rows.Observe(batch);
            partitions[number % partitions.Count].ForEach(x => x.Observe(batch));
        }

        return new JudgedData { Rows = scan.RowCount, Classes = scan.Classes, Split = splitter.Finish(scan.RowCount).OrThrow() };
    }
}
