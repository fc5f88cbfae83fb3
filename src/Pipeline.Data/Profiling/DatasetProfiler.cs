using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models;
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

/// <summary>
/// What is predicted, as a number in each row: 1 for the positive class and 0 for another, or the number itself. NaN where it is
/// missing, where several classes are predicted, and where nobody says which class is the positive one.
/// </summary>
internal sealed class TargetReader
{
    private readonly ColumnView? _label;
    private readonly byte[]? _positive;
    private readonly ValueKind _kind;

    /// <param name="task">What is predicted.</param>
    /// <param name="label">Which column it is in.</param>
    /// <param name="view">Of that column.</param>
    public TargetReader(ModelTask task, LabelSpec label, ColumnView view)
    {
        IsClass = task == ModelTask.BinaryClassification;
        _kind = view.Kind;
        _positive = IsClass ? Key(Encoding.UTF8.GetBytes(label.Positive ?? "1")) : null;
        _label = task == ModelTask.MulticlassClassification ? null : view;
    }

    /// <summary>Targets are 0 or 1.</summary>
    public bool IsClass { get; }

    public void Read(ColumnBatch batch, Span<double> targets)
    {
        targets[..batch.RowCount].Fill(double.NaN);
        if (_label is null)
            return;
        var values = batch.Column(_label);
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        for (var i = 0; i < values.Count; i++)
        {
            targets[values.Rows[i]] = _positive is null ? values.Number(i)
                : values.Key(i, scratch).SequenceEqual(_positive) ? 1 : 0;
        }
    }

    private byte[] Key(ReadOnlySpan<byte> value) => [.. ValueKey.Of(_kind, value, stackalloc byte[ValueKey.ScratchBytes])];
}
