using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>What a column turns out to be.</summary>
internal abstract class ColumnScan(ColumnView column)
{
    protected const int MostCategories = 10_000;

    private long _count;
    private long _missing;

    /// <summary>How many rows have a value.</summary>
    public virtual long Count => _count;

    /// <summary>How many rows have no value.</summary>
    public virtual long Missing => _missing;

    public abstract DataType Type { get; }

    /// <summary>How many different values there are; null where they are not counted, or too many.</summary>
    public int? Categories => Type is DataType.Category or DataType.Boolean && Distinct <= MostCategories ? Distinct : null;

    /// <summary>All values are numbers, and some have a comma before their fraction. Default: nobody has looked.</summary>
    public virtual bool HasDecimalCommas => false;

    protected ColumnView Column => column;

    protected abstract int Distinct { get; }

    public void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        (_count, _missing) = (_count + values.Count, _missing + values.Missing);
        Accept(values);
    }

    /// <summary>Another one that has seen nothing.</summary>
    public abstract ColumnScan CreateEmpty();

    /// <summary>Takes in what one made from this has seen.</summary>
    public virtual void Merge(ColumnScan other) => (_count, _missing) = (_count + other._count, _missing + other._missing);

    protected abstract void Accept(ColumnVector values);
}

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

/// <summary>Finds a column's type in its values.</summary>
internal sealed class InferredScan(ColumnView column) : ColumnScan(column)
{
    private readonly TypeInference _inference = new();
    private readonly Interner _distinct = new(TypeInference.MostCategories + 1);

    /// <summary>Markers in another spelling, which are values where the column turns out to be no numbers.</summary>
    private readonly Interner _respelled = new(TypeInference.MostCategories + 1);
    private long _respelledCount;

    public override DataType Type => _inference.AreNumbers
        ? _inference.TypeOf(_distinct.Count, base.Count)
        : _inference.TypeOf(_distinct.Count + _respelled.Count, base.Count + _respelledCount);

    public override long Count => base.Count + (AreRespelledValues ? _respelledCount : 0);

    public override long Missing => base.Missing - (AreRespelledValues ? _respelledCount : 0);

    public override bool HasDecimalCommas => _inference.HaveDecimalCommas;

    protected override int Distinct => _distinct.Count + (AreRespelledValues ? _respelled.Count : 0);

    public override ColumnScan CreateEmpty() => new InferredScan(Column);

    public override void Merge(ColumnScan other)
    {
        base.Merge(other);
        _inference.Merge(((InferredScan)other)._inference);
        _distinct.Merge(((InferredScan)other)._distinct);
        _respelled.Merge(((InferredScan)other)._respelled);
        _respelledCount += ((InferredScan)other)._respelledCount;
    }

    protected override void Accept(ColumnVector values)
    {
        AddRespelled(values);
        var areNumbers = _inference.AreNumbers;
        if (areNumbers)
            _inference.Add(values);
        if (values.AreSurelyNumbers || values.Type == VectorType.Moment)
            return;
        var areWords = !areNumbers && !_inference.IsSettled;
        if (!areWords && IsFull)
            return;
        var texts = values.Texts();
        for (var i = 0; i < values.Count && (areWords || !IsFull); i++)
        {
            if (IsNew(texts[i]) && areWords)
                _inference.AddWord(texts[i]);
        }
    }

    private bool AreRespelledValues => Type is not (DataType.Number or DataType.Integer);

    /// <summary>As words alone: to numbers they are nothing.</summary>
    private void AddRespelled(ColumnVector values)
    {
        for (var i = 0; i < values.Respelled.Length; i++)
        {
            _respelledCount++;
            _respelled.NumberOf(values.RespelledText(i));
            _inference.AddWord(values.RespelledText(i));
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
}
