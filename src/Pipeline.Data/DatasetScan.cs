using Pipeline.Core.Documents;
using Pipeline.Data.Columns;
using Pipeline.Data.Profiling;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Data;

/// <summary>What is found out about every column while the rows pass once.</summary>
internal sealed class DatasetScan : RowAccumulator
{
    private readonly BoundSchema _schema;
    private readonly IReadOnlyList<ColumnScan> _columns;
    private readonly LabelScan? _label;

    public DatasetScan(BoundSchema schema)
    {
        _schema = schema;
        _columns = [.. schema.Header.Select(x => Scan(x, schema.View(x)))];
        if (schema.Manifest.Frame.Task != ModelTask.Regression)
            _label = new LabelScan(schema.View(schema.Section.Label.Column));
    }

    public long RowCount { get; private set; }

    /// <summary>Of the label, in ordinal order; none for a regression.</summary>
    public IReadOnlyList<LabelClass> Classes => field ??=
        _label?.Classes(Column(_schema.Section.Label.Column).Type is DataType.Number or DataType.Integer) ?? [];

    /// <summary>There are more classes than <see cref="Classes"/> has.</summary>
    public bool HasMoreClasses => _label?.HasTooMany == true;

    /// <summary>The columns in which commas stand before fractions.</summary>
    public IReadOnlyList<string> DecimalCommas =>
        [.. _schema.Header.Zip(_columns).Where(x => x.Second.HasDecimalCommas).Select(x => x.First)];

    public ColumnScan Column(string name) => _columns[_schema.Position(name)];

    public override RowAccumulator CreateEmpty() => new DatasetScan(_schema);

    public override void Merge(RowAccumulator other)
    {
        var scan = (DatasetScan)other;
        RowCount += scan.RowCount;
        foreach (var (own, joined) in _columns.Zip(scan._columns))
            own.Merge(joined);
        if (scan._label is { } label)
            _label?.Merge(label);
    }

    public override void Observe(ColumnBatch batch)
    {
        RowCount += batch.RowCount;
        foreach (var column in _columns)
            column.Observe(batch);
        _label?.Observe(batch);
    }

    public IReadOnlyList<DatasetColumn> Describe() => [.. _schema.Header.Zip(_columns, Describe)];

    private ColumnScan Scan(string name, ColumnView column) =>
        _schema.Section.Columns.TryGetValue(name, out var spec)
            ? new DeclaredScan(column, spec.Type)
            : new InferredScan(column);

    private DatasetColumn Describe(string name, ColumnScan scan) => new()
    {
        Name = name,
        Type = scan.Type,
        Role = _schema.RoleOf(name, scan.Type),
        IsDeclared = _schema.Section.Columns.ContainsKey(name),
        IsPersonal = _schema.IsPersonal(name),
        Missing = scan.Missing,
        Categories = scan.Categories,
    };
}
