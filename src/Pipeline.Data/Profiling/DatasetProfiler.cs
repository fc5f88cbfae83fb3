using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>Sums up all columns while the rows pass once.</summary>
internal sealed class DatasetProfiler(
    IReadOnlyList<string> header, IReadOnlyList<ColumnProfiler> columns, TargetReader target) : RowAccumulator
{
    private double[] _targets = [];

    public long RowCount { get; private set; }

    public override void Observe(ColumnBatch batch)
    {
        if (_targets.Length < batch.RowCount)
            _targets = new double[batch.RowCount * 2];
        target.Read(batch, _targets);
        foreach (var column in columns)
            column.Observe(batch, _targets, target.IsClass);
        RowCount += batch.RowCount;
    }

    public override RowAccumulator CreateEmpty() =>
        new DatasetProfiler(header, [.. columns.Select(x => x.CreateEmpty())], target);

    public override void Merge(RowAccumulator other)
    {
        var profiler = (DatasetProfiler)other;
        RowCount += profiler.RowCount;
        foreach (var (own, joined) in columns.Zip(profiler.Columns))
            own.Merge(joined);
    }

    private IReadOnlyList<ColumnProfiler> Columns => columns;

    public IReadOnlyList<ColumnProfile> Describe() => [.. header.Zip(columns, (name, x) => SummaryText.Describe(
        x.Summary, new ColumnProfile
        {
            Name = name,
            Type = x.Type,
            IsPersonal = x.IsPersonal,
            HasDecimalCommas = x.HasDecimalCommas,
            Count = 0,
            Missing = 0,
        }))];
}
