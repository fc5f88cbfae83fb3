using Pipeline.Core.Documents;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Profiling;

/// <summary>Finds a column's type in its values.</summary>
internal sealed class InferredScan(ColumnView column) : ColumnScan(column)
{
    private readonly TypeInference _inference = new();
    private readonly Interner _distinct = new(TypeInference.MostCategories + 1);

    public override DataType Type => _inference.TypeOf(_distinct.Count, Count);

    protected override int Distinct => _distinct.Count;

    public override LaneObserver Fork() => new InferredScan(Column);

    public override void Join(LaneObserver other)
    {
        base.Join(other);
        _inference.Join(((InferredScan)other)._inference);
        _distinct.Join(((InferredScan)other)._distinct);
    }

    protected override void Accept(ReadOnlySpan<byte> value)
    {
        _inference.Add(value);
        if (_distinct.Count <= TypeInference.MostCategories)
            _distinct.NumberOf(value);
    }
}
