using System.Diagnostics;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>
/// Two values of each row stand in a relation, as what their columns are; what has no order can only be equal or not. Rows that
/// lack one of them are left aside.
/// </summary>
internal sealed class PairExpectation(RowTerms terms, ColumnView first, ColumnView second, PairRelation relation)
    : RowExpectation(terms)
{
    private readonly ValueKind _kind = ValueKinds.Common(first.Kind, second.Kind);
    private readonly KeptBytes _first = new();

    public override void Observe(ColumnBatch batch)
    {
        var (ones, others) = (batch.Column(first), batch.Column(second));
        if (_kind == ValueKind.Number)
        {
            // Read at once, so that each is compared by what it was read as.
            _ = ones.Numbers();
            _ = others.Numbers();
        }

        var looked = 0;
        for (var i = 0; i < ones.Count; i++)
        {
            var row = ones.Rows[i];
            if (others.IndexOf(row) is not (>= 0 and var other))
                continue;
            looked++;
            if (!Holds(ones, i, others, other))
                Violations.Add(batch, row);
        }

        Violations.Look(looked);
    }

    public override RowAccumulator CreateEmpty() => new PairExpectation(RowTerms, first, second, relation);

    private bool Holds(ColumnVector ones, int one, ColumnVector others, int other)
    {
        // The batch's next text may take the place of this one.
        var order = ones.Compared(one, _kind).Keep(_first).CompareTo(others.Compared(other, _kind));
        return relation switch
        {
            PairRelation.LessThan => order < 0,
            PairRelation.AtMost => order <= 0,
            PairRelation.Equal => order is { } known ? known == 0 : AreSame(ones, one, others, other),
            PairRelation.NotEqual => order is { } known ? known != 0 : !AreSame(ones, one, others, other),
            PairRelation.AtLeast => order >= 0,
            PairRelation.GreaterThan => order > 0,
            _ => throw new UnreachableException(),
        };
    }

    private bool AreSame(ColumnVector ones, int one, ColumnVector others, int other)
    {
        _first.Keep(ones[one]);
        return _first.Value.SequenceEqual(others[other]);
    }
}

/// <summary>How the first value of a pair stands to the second.</summary>
public enum PairRelation
{
    LessThan,

    /// <summary>Less than, or the same.</summary>
    AtMost,

    Equal,

    NotEqual,

    /// <summary>Greater than, or the same.</summary>
    AtLeast,

    GreaterThan,
}
