using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Rows;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>How many different values a column has; those that are equal as what the column is are one.</summary>
internal sealed class DistinctExpectation(ExpectationTerms terms, RowKeys keys, ExpectationOptions options) : Expectation(terms)
{
    private readonly RowHashes _rows = new(options.Spill, options.HeldRows);
    private readonly RowKeyHasher _hasher = new(keys);
    private long _count;

    public override void Observe(ColumnBatch batch)
    {
        foreach (ref readonly var entry in _hasher.Hash(batch))
        {
            _rows.Add(entry);
            _count++;
        }
    }

    public override RowAccumulator CreateEmpty() => new DistinctExpectation(Terms, keys, options);

    public override void Merge(RowAccumulator other)
    {
        var expectation = (DistinctExpectation)other;
        _count += expectation._count;
        _rows.Merge(expectation._rows);
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        var (different, first) = (0L, new FirstRows());
        for (var part = 0; part < RowHashes.Parts; part++)
        {
            first.Clear();
            _rows.Read(part, entries =>
            {
                foreach (ref readonly var entry in entries)
                    first.Add(entry);
            });
            different += first.Count;
        }

        return [OfValue("count of different values", DataAnomaly.DistinctCount, (MeasuredValue)different, _count)];
    }
}
