using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>
/// Finds the rows of the test whose features a row to learn from has too: a model may know their answers by heart.
/// </summary>
internal sealed class OverlapExpectation(RowTerms terms, RowKeys keys, ExpectationOptions options) : RowExpectation(terms)
{
    private readonly RowKeyHasher _hasher = new(keys);
    private readonly RowHashes _rows = new(options.Spill, options.HeldRows);
    private readonly RowOrdinals _ordinals = new();

    public override void Observe(ColumnBatch batch)
    {
        _ordinals.Observe(batch);
        foreach (ref readonly var entry in _hasher.Hash(batch))
            _rows.Add(entry);
    }

    public override RowAccumulator CreateEmpty() => new OverlapExpectation(RowTerms, keys, options);

    public override void Merge(RowAccumulator other)
    {
        base.Merge(other);
        _rows.Merge(((OverlapExpectation)other)._rows);
        _ordinals.Merge(((OverlapExpectation)other)._ordinals);
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        var split = data.Split;
        var ordinal = _ordinals.Resolve();
        var learned = new FirstRows();
        for (var part = 0; part < RowHashes.Parts; part++)
        {
            learned.Clear();
            _rows.Read(part, entries => Learn(entries, learned, x => split.IsTest((int)ordinal(x))));
            _rows.Read(part, entries => Find(entries, learned, x => split.IsTest((int)ordinal(x))));
        }

        Violations.Look(split.TestCount);
        return base.Judge(data);
    }

    private static void Learn(ReadOnlySpan<HashEntry> entries, FirstRows learned, Func<RowPlace, bool> isTest)
    {
        foreach (ref readonly var entry in entries)
        {
            if (!isTest(new RowPlace(entry.Place)))
                learned.Add(entry);
        }
    }

    private void Find(ReadOnlySpan<HashEntry> entries, FirstRows learned, Func<RowPlace, bool> isTest)
    {
        foreach (ref readonly var entry in entries)
        {
            if (learned.Contains(entry) && isTest(new RowPlace(entry.Place)))
                Violations.Add(new Violation(new RowPlace(entry.Place), null));
        }
    }
}

/// <summary>What of some rows is limited.</summary>
public enum RowFigure
{
    /// <summary>From 0 to 1.</summary>
    Share,

    Count,
}
