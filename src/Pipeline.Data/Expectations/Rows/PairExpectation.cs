using System.Diagnostics;
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

    public override void Observe(RecordBatch batch)
    {
        var looked = 0;
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (first.IsMissing(batch, row, out var a))
                continue;
            // The batch's next value may take the place of this one.
            _first.Keep(a);
            if (second.IsMissing(batch, row, out var b))
                continue;
            looked++;
            if (!Holds(_first.Value, b))
                Violations.Add(batch, row);
        }

        Violations.Look(looked);
    }

    public override RowAccumulator CreateEmpty() => new PairExpectation(RowTerms, first, second, relation);

    private bool Holds(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var order = ComparedValue.Read(_kind, a).CompareTo(ComparedValue.Read(_kind, b));
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
