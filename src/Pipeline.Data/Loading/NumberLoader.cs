using Pipeline.Data.Sources;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Data.Loading;

internal sealed class NumberLoader(DatasetColumn column, ColumnView view, ValueReader reader, ProblemList problems)
    : ColumnLoader(column, view, problems)
{
    private readonly NumberColumnBuilder _numbers = new(column.Name);

    public override Column Build() => _numbers.Build();

    protected override void AppendMissing() => _numbers.AppendMissing();

    protected override void Append(ReadOnlySpan<byte> value, RecordBatch batch, int row)
    {
        if (reader.TryNumber(value, out var number))
            _numbers.Append(number);
        else
            Refuse(reader, value, batch, row);
    }
}
