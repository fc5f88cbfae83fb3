using System.Diagnostics;
using Pipeline.Core.Checks;
using Pipeline.Data.Columns;

namespace Pipeline.Data.Expectations.Columns;

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
