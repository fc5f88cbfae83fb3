using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Every value of a column that is there passes a test.</summary>
internal sealed class ValueExpectation<TTest>(RowTerms terms, ColumnView column, TTest test) : RowExpectation(terms)
    where TTest : struct, IValueTest<TTest>
{
    public override void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        for (var i = 0; i < values.Count; i++)
        {
            if (!test.Holds(values, i))
                Violations.Add(batch, values.Rows[i]);
        }

        Violations.Look(values.Count);
    }

    public override RowAccumulator CreateEmpty() => new ValueExpectation<TTest>(RowTerms, column, test.Copy());
}

/// <summary>
/// Says of the values of a column whether they are as expected. It is a struct, so that a loop over rows calls it directly.
/// </summary>
internal interface IValueTest<TSelf>
    where TSelf : struct, IValueTest<TSelf>
{
    bool Holds(ColumnVector values, int index);

    /// <summary>Another one, for another thread.</summary>
    TSelf Copy();
}

/// <summary>Values of a type; of a category, a text and an identifier all are.</summary>
internal readonly struct TypeTest(DataType type) : IValueTest<TypeTest>
{
    private const int ExactDigits = 15;

    public bool Holds(ColumnVector values, int index) => type switch
    {
        DataType.Number => !double.IsNaN(values.Number(index)),
        DataType.Integer => IsInteger(values, index),
        DataType.Timestamp => !values.Moments()[index].IsNone,
        DataType.Boolean => values.Type == VectorType.Boolean || BooleanText.IsBoolean(values[index]),
        _ => true,
    };

    public TypeTest Copy() => this;

    /// <summary>
    /// Whether a double holds it to the last digit: 9007199254740993 and 1.00000000000000001 only round to what one does.
    /// </summary>
    private static bool IsInteger(ColumnVector values, int index)
    {
        var number = values.Number(index);
        if (!double.IsInteger(number) || Math.Abs(number) > NumberText.LargestWhole)
            return false;
        if (values.AreExact && Math.Abs(number) < NumberText.LargestWhole)
            return true;
        var value = values[index];
        if (value.Length <= ExactDigits && !value.ContainsAny((byte)'e', (byte)'E'))
            return true;
        return ValueKey.TryWhole(value, out var whole) && whole == (long)number;
    }
}

/// <summary>Numbers within limits; what is no number is in none.</summary>
internal readonly struct RangeTest(double low, double high) : IValueTest<RangeTest>
{
    public static RangeTest Of(Criterion criterion) => criterion switch
    {
        Criterion.AtLeast x => new RangeTest(x.Limit, double.PositiveInfinity),
        Criterion.AtMost x => new RangeTest(double.NegativeInfinity, x.Limit),
        Criterion.Between x => new RangeTest(x.Low, x.High),
        _ => throw new UnreachableException(),
    };

    public bool Holds(ColumnVector values, int index) => Has(values.Number(index));

    public bool Has(double number) => number >= low && number <= high;

    public RangeTest Copy() => this;
}

/// <summary>Texts of a length within limits, counted in Unicode characters.</summary>
internal readonly struct LengthTest(RangeTest range) : IValueTest<LengthTest>
{
    public bool Holds(ColumnVector values, int index) => range.Has(CountCharacters(values[index]));

    public LengthTest Copy() => this;

    /// <summary>Every byte of UTF-8 but a continuation begins a character.</summary>
    private static int CountCharacters(ReadOnlySpan<byte> value)
    {
        var count = 0;
        foreach (var part in value)
            count += (part & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}

/// <summary>Values that are in a set, or that are not.</summary>
internal readonly struct SetTest(ValueSet set, bool isWanted) : IValueTest<SetTest>
{
    public bool Holds(ColumnVector values, int index) => set.Has(values, index) == isWanted;

    public SetTest Copy() => this;
}

/// <summary>Values that are named. A value is in the set where an entry means the same to its column.</summary>
internal sealed class ValueSet
{
    private readonly Interner _keys;

    public ValueSet(IEnumerable<string> values, ValueKind kind)
    {
        var keys = new Interner();
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        foreach (var entry in values)
            keys.NumberOf(ValueKey.Of(kind, Encoding.UTF8.GetBytes(entry), scratch));
        // Room for these and no more: a set that is full takes nothing in, so that several threads may ask it.
        _keys = new Interner(keys.Count);
        _keys.Merge(keys);
    }

    /// <param name="values">Of a column of the kind that the set is of.</param>
    /// <param name="index">Which value.</param>
    public bool Has(ColumnVector values, int index)
    {
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        return _keys.NumberOf(values.Key(index, scratch)) != Interner.Full;
    }
}

/// <summary>Texts that a pattern matches, or that it does not.</summary>
internal readonly struct PatternTest(PatternMatcher matcher, bool isWanted) : IValueTest<PatternTest>
{
    public bool Holds(ColumnVector values, int index) => matcher.IsMatch(values[index]) == isWanted;

    public PatternTest Copy() => new(matcher.Copy(), isWanted);
}

/// <summary>Every value of a column is an integer, to its last digit; it says where some only are too large.</summary>
internal sealed class IntegerExpectation(RowTerms terms, ColumnView column) : RowExpectation(terms)
{
    private static readonly string Named = string.Create(
        CultureInfo.InvariantCulture,
        $"count of values that are no integer up to {NumberText.LargestWhole:F0} (declare ids that are longer as identifier)");

    private readonly TypeTest _test = new(DataType.Integer);

    private bool _isBeyond;

    public override void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        for (var i = 0; i < values.Count; i++)
        {
            if (_test.Holds(values, i))
                continue;
            Violations.Add(batch, values.Rows[i]);
            _isBeyond = _isBeyond || IsBeyond(values.Number(i));
        }

        Violations.Look(values.Count);
    }

    public override RowAccumulator CreateEmpty() => new IntegerExpectation(RowTerms, column);

    public override void Merge(RowAccumulator other)
    {
        base.Merge(other);
        _isBeyond |= ((IntegerExpectation)other)._isBeyond;
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data) =>
        [OfRows(_isBeyond ? RowTerms with { Name = Named } : RowTerms, Violations, data)];

    private static bool IsBeyond(double number) =>
        double.IsInteger(number) && Math.Abs(number) >= NumberText.LargestWhole;
}
