using System.Diagnostics;
using Pipeline.Data.Expectations.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>
/// Two values of each row stand in a relation, as numbers or as timestamps; other texts can only be equal or not. Rows that lack
/// one of them are left aside.
/// </summary>
internal sealed class PairExpectation(RowTerms terms, ColumnView first, ColumnView second, PairRelation relation)
    : RowExpectation(terms)
{
    private byte[] _first = new byte[64];

    public override void Observe(RecordBatch batch)
    {
        var looked = 0;
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (first.IsMissing(batch, row, out var a))
                continue;
            a = Keep(a);
            if (second.IsMissing(batch, row, out var b))
                continue;
            looked++;
            if (!Holds(a, b))
                Found.Add(batch, row);
        }

        Found.Look(looked);
    }

    public override LaneObserver Fork() => new PairExpectation(RowTerms, first, second, relation);

    /// <summary>The batch's next value may take the place of this one.</summary>
    private ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> value)
    {
        if (_first.Length < value.Length)
            _first = new byte[value.Length * 2];
        value.CopyTo(_first);
        return _first.AsSpan(0, value.Length);
    }

    private bool Holds(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var areOrdered = OrderedValue.TryParse(a, out var x) & OrderedValue.TryParse(b, out var y);
        var order = areOrdered ? x.CompareTo(y) : null;
        return relation switch
        {
            PairRelation.LessThan => order < 0,
            PairRelation.AtMost => order <= 0,
            PairRelation.Equal => order is { } known ? known == 0 : a.SequenceEqual(b),
            PairRelation.NotEqual => order is { } known ? known != 0 : !a.SequenceEqual(b),
            PairRelation.AtLeast => order >= 0,
            PairRelation.GreaterThan => order > 0,
            _ => throw new UnreachableException(),
        };
    }
}
