using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>Finds a column's type in its values.</summary>
internal sealed class InferredScan(ColumnView column) : ColumnScan(column)
{
    private readonly TypeInference _inference = new();
    private double[] _numbers = [];
    private readonly Interner _distinct = new(TypeInference.MostCategories + 1);

    public override DataType Type => _inference.TypeOf(_distinct.Count, Count);

    public override bool HasDecimalCommas => _inference.HaveDecimalCommas;

    protected override int Distinct => _distinct.Count;

    public override ColumnScan CreateEmpty() => new InferredScan(Column);

    public override void Merge(ColumnScan other)
    {
        base.Merge(other);
        _inference.Merge(((InferredScan)other)._inference);
        _distinct.Merge(((InferredScan)other)._distinct);
    }

    protected override void Accept(ColumnValues values)
    {
        var areNumbers = _inference.AreNumbers;
        if (areNumbers)
            _inference.Add(values, Reserve(values.Count));
        var areWords = !areNumbers && !_inference.IsSettled;
        for (var i = 0; i < values.Count && (areWords || !IsFull); i++)
        {
            if (IsNew(values[i]) && areWords)
                _inference.AddWord(values[i]);
        }
    }

    private bool IsFull => _distinct.Count > TypeInference.MostCategories;

    /// <summary>What a value that occurred before means is known. Once too many were different, all are asked again.</summary>
    private bool IsNew(ReadOnlySpan<byte> value)
    {
        if (IsFull)
            return true;
        var known = _distinct.Count;
        return _distinct.NumberOf(value) == known;
    }

    private double[] Reserve(int count) => _numbers.Length >= count ? _numbers : _numbers = new double[count * 2];
}
