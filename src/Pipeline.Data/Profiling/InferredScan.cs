using Pipeline.Core.Documents;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Profiling;

/// <summary>Finds a column's type in its values.</summary>
internal sealed class InferredScan(ColumnView column) : ColumnScan(column)
{
    private readonly TypeInference _inference = new();

    public override DataType Type => _inference.Type;

    protected override int Distinct => _inference.Distinct;

    public override LaneObserver Fork() => new InferredScan(Column);

    public override void Join(LaneObserver other)
    {
        base.Join(other);
        _inference.Join(((InferredScan)other)._inference);
    }

    protected override void Accept(ReadOnlySpan<byte> value) => _inference.Add(value, out _);
}
