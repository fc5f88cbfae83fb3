using Pipeline.Data.Expectations.Found;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>
/// No value is less than the one before it; strictly, none is the same. Missing values are passed over, and what is neither a
/// number nor a timestamp is found. Where two batches meet is looked at in the end, when their order is known.
/// </summary>
internal sealed class IncreasingExpectation(RowTerms terms, ColumnView column, bool isStrict) : RowExpectation(terms)
{
    private readonly List<Stretch> _stretches = [];

    public override void Observe(RecordBatch batch)
    {
        Stretch? stretch = null;
        var looked = 0;
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (column.IsMissing(batch, row, out var value))
                continue;
            looked++;
            if (!OrderedValue.TryParse(value, out var ordered))
            {
                Found.Add(batch, row);
                continue;
            }

            if (stretch is not null && !Follows(stretch.Last, ordered))
                Found.Add(batch, row);
            stretch ??= new Stretch(new FoundRow(RowPlace.Of(batch, row), Found.Read(batch, row)), ordered);
            stretch.Last = ordered;
        }

        Found.Look(looked);
        if (stretch is not null)
            _stretches.Add(stretch);
    }

    public override LaneObserver Fork() => new IncreasingExpectation(RowTerms, column, isStrict);

    public override void Join(LaneObserver other)
    {
        base.Join(other);
        _stretches.AddRange(((IncreasingExpectation)other)._stretches);
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        var ordered = _stretches.OrderBy(x => x.Row.Place).ToList();
        foreach (var (before, after) in ordered.Zip(ordered.Skip(1)))
        {
            if (!Follows(before.Last, after.First))
                Found.Add(after.Row);
        }

        _stretches.Clear();
        return base.Judge(data);
    }

    private bool Follows(OrderedValue before, OrderedValue after) => isStrict
        ? after.CompareTo(before) > 0
        : after.CompareTo(before) >= 0;

    /// <summary>The first and the last value of a batch.</summary>
    private sealed class Stretch(FoundRow row, OrderedValue first)
    {
        public FoundRow Row => row;

        public OrderedValue First => first;

        public OrderedValue Last { get; set; }
    }
}
