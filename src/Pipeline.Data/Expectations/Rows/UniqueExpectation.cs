using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>No two rows have the same values in some columns; found is every row but the first of those that do.</summary>
/// <param name="terms">How it is asked for.</param>
/// <param name="keys">Of the columns; rows that have none of them are left aside.</param>
/// <param name="options">Where the rows are remembered.</param>
internal sealed class UniqueExpectation(RowTerms terms, RowKeys keys, ExpectationOptions options) : RowExpectation(terms)
{
    private readonly RowKeyHasher _hasher = new(keys);
    private readonly RowHashes _rows = new(options.Spill, options.HeldRows);

    public override void Observe(ColumnBatch batch)
    {
        var entries = _hasher.Hash(batch);
        foreach (ref readonly var entry in entries)
            _rows.Add(entry);
        Violations.Look(entries.Length);
    }

    public override RowAccumulator CreateEmpty() => new UniqueExpectation(RowTerms, keys, options);

    public override void Merge(RowAccumulator other)
    {
        base.Merge(other);
        _rows.Merge(((UniqueExpectation)other)._rows);
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        var first = new FirstRows();
        for (var part = 0; part < RowHashes.Parts; part++)
        {
            first.Clear();
            _rows.Read(part, entries => Find(entries, first));
        }

        return base.Judge(data);
    }

    private void Find(ReadOnlySpan<HashEntry> entries, FirstRows first)
    {
        foreach (ref readonly var entry in entries)
        {
            if (first.Add(entry) is not 0 and var repeat)
                Violations.Add(new Violation(new RowPlace(repeat), null));
        }
    }
}
