using Pipeline.Data.Columns;
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
    private readonly KeptBytes _kept = new();

    public override void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        Stretch? stretch = null;
        var before = default(ComparedValue);
        var last = 0;
        for (var i = 0; i < values.Count; i++)
        {
            var row = values.Rows[i];
            var value = values.Compared(i, column.Kind);
            var isGood = value.Kind is not null && (stretch is null || Follows(before, value));
            if (value.Kind is not null)
            {
                // Kept before the row is shown, which asks the batch for texts and so gives this one up.
                before = value.Keep(_kept);
                last = i;
                stretch ??= new Stretch(
                    new Violation(RowPlace.Of(batch, row), Violations.Read(batch, row)), [.. values[i]]);
            }

            if (!isGood)
                Violations.Add(batch, row);
        }

        Violations.Look(values.Count);
        if (stretch is not null)
            _stretches.Add(stretch with { Last = [.. values[last]] });
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
            if (!Follows(ComparedValue.Read(column.Kind, before.Last), ComparedValue.Read(column.Kind, after.First)))
                Violations.Add(after.Row);
        }

        _stretches.Clear();
        return base.Judge(data);
    }

    private bool Follows(ComparedValue before, ComparedValue after)
    {
        var order = after.CompareTo(before);
        return isStrict ? order > 0 : order >= 0;
    }

    /// <summary>The row with the first value of a batch that has an order, that value and the last.</summary>
    private sealed record Stretch(Violation Row, byte[] First)
    {
        public byte[] Last { get; init; } = [];
    }
}
