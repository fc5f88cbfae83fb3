using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>A column whose type the manifest names.</summary>
internal sealed class DeclaredScan(ColumnView column, DataType type) : ColumnScan(column)
{
    private readonly Interner _distinct = new(MostCategories + 1);

    public override DataType Type { get; } = type;

    protected override int Distinct => _distinct.Count;

    public override ColumnScan CreateEmpty() => new DeclaredScan(Column, Type);

    public override void Merge(ColumnScan other)
    {
        base.Merge(other);
        _distinct.Merge(((DeclaredScan)other)._distinct);
    }

    protected override void Accept(ColumnVector values)
    {
        if (Type is DataType.Number or DataType.Integer)
        {
            // Whether they are numbers will be asked anyway, and now their texts are at hand.
            _ = values.Numbers();
        }

        if (Type is not (DataType.Category or DataType.Boolean))
            return;
        var texts = values.Texts();
        for (var i = 0; i < values.Count; i++)
            _distinct.NumberOf(texts[i]);
    }
}
