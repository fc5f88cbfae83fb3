using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>No column is read as text because its numbers have a decimal comma. Silent where there is none.</summary>
internal sealed class DecimalCommaExpectation(ExpectationTerms terms) : Expectation(terms)
{
    private const int MostNamed = 10;

    public override void Observe(ColumnBatch batch)
    {
    }

    public override RowAccumulator CreateEmpty() => new DecimalCommaExpectation(Terms);

    public override void Merge(RowAccumulator other)
    {
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        if (data.DecimalCommas is not { Count: > 0 } columns)
            return [];
        var named = string.Join(", ", columns.Take(MostNamed).Select(x => $"'{x}'"));
        var name = $"count of columns whose numbers have a decimal comma and are read as texts ({named})";
        return [OfValue(name, DataAnomaly.DecimalComma, columns.Count, data.Rows)];
    }
}
