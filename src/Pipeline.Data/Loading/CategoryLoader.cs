using System.Collections.Immutable;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Data.Loading;

/// <summary>The domain is what occurs, in ordinal order, so that codes do not depend on the order of the rows.</summary>
internal sealed class CategoryLoader(DatasetColumn column, ColumnView view, ValueReader reader, ProblemList problems)
    : ColumnLoader(column, view, problems)
{
    private readonly string _name = column.Name;
    private readonly Interner _values = new();
    private readonly ImmutableArray<int>.Builder _numbers = ImmutableArray.CreateBuilder<int>();

    public override Column Build()
    {
        var texts = Enumerable.Range(0, _values.Count).Select(_values.Text).ToArray();
        var order = Enumerable.Range(0, texts.Length).OrderBy(x => texts[x], StringComparer.Ordinal).ToArray();
        var codes = new int[order.Length];
        for (var code = 0; code < order.Length; code++)
            codes[order[code]] = code;
        for (var row = 0; row < _numbers.Count; row++)
            _numbers[row] = _numbers[row] == CategoryColumn.Missing ? CategoryColumn.Missing : codes[_numbers[row]];
        return new CategoryColumn(_name, _numbers.DrainToImmutable(), new CategoryDomain(order.Select(x => texts[x])));
    }

    protected override void AppendMissing() => _numbers.Add(CategoryColumn.Missing);

    protected override void Append(ReadOnlySpan<byte> value, RecordBatch batch, int row)
    {
        if (reader.TryName(value, out var name))
            _numbers.Add(_values.NumberOf(name));
        else
            Refuse(reader, value, batch, row);
    }
}
