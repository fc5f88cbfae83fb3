using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>
/// No value is less than the one before it; strictly, none is the same. Missing values are passed over, and what has no order is
/// found: what is not of the column's type, and texts where the column has none. Where two batches meet is looked at in the end,
/// when their order is known.
/// </summary>
internal sealed class IncreasingExpectation(RowTerms terms, ColumnView column, bool isStrict) : RowExpectation(terms)
{
    private readonly List<Stretch> _stretches = [];
    private readonly KeptBytes _last = new();

    public override void Observe(RecordBatch batch)
    {
        Stretch? stretch = null;
        var looked = 0;
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (column.IsMissing(batch, row, out var value))
                continue;
            looked++;
            var isOrdered = ComparedValue.Read(column.Kind, value).Kind is not null;
            var isGood = isOrdered && (stretch is null || Follows(_last.Value, value));
            // Kept before the row is shown, which asks the batch for values and so gives this one up.
            if (isOrdered)
                _last.Keep(value);
            if (isOrdered && stretch is null)
                stretch = new Stretch(new Violation(RowPlace.Of(batch, row), Violations.Read(batch, row)), [.. _last.Value]);
            if (!isGood)
                Violations.Add(batch, row);
        }

        Violations.Look(looked);
        if (stretch is not null)
            _stretches.Add(stretch with { Last = [.. _last.Value] });
    }

    public override RowAccumulator CreateEmpty() => new IncreasingExpectation(RowTerms, column, isStrict);

    public override void Merge(RowAccumulator other)
    {
        base.Merge(other);
        _stretches.AddRange(((IncreasingExpectation)other)._stretches);
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        var ordered = _stretches.OrderBy(x => x.Row.Place).ToList();
        foreach (var (before, after) in ordered.Zip(ordered.Skip(1)))
        {
            if (!Follows(before.Last, after.First))
                Violations.Add(after.Row);
        }

        _stretches.Clear();
        return base.Judge(data);
    }

    private bool Follows(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var order = ComparedValue.Read(column.Kind, after).CompareTo(ComparedValue.Read(column.Kind, before));
        return isStrict ? order > 0 : order >= 0;
    }

    /// <summary>The row with the first value of a batch that has an order, that value and the last.</summary>
    private sealed record Stretch(Violation Row, byte[] First)
    {
        public byte[] Last { get; init; } = [];
    }
}
