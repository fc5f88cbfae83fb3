using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>
/// How long ago the newest timestamp of a column is. Those that are yet to come are left aside: one mistyped year would make the
/// data fresh for ever.
/// </summary>
/// <param name="terms">How it is asked for.</param>
/// <param name="column">Where the timestamps are.</param>
/// <param name="now">What is counted from.</param>
/// <param name="unit">What the age is counted in.</param>
internal sealed class FreshnessExpectation(ExpectationTerms terms, ColumnView column, DateTimeOffset now, TimeSpan unit)
    : Expectation(terms)
{
    private long _newest = -1;
    private long _count;

    public override void Observe(ColumnBatch batch)
    {
        foreach (var moment in batch.Column(column).Moments())
        {
            if (moment.IsNone || moment.Ticks > now.UtcTicks)
                continue;
            _count++;
            _newest = Math.Max(_newest, moment.Ticks);
        }
    }

    public override RowAccumulator CreateEmpty() => new FreshnessExpectation(Terms, column, now, unit);

    public override void Merge(RowAccumulator other)
    {
        var expectation = (FreshnessExpectation)other;
        (_count, _newest) = (_count + expectation._count, Math.Max(_newest, expectation._newest));
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        MeasuredValue age = _count > 0
            ? (now.UtcTicks - _newest) / (double)unit.Ticks
            : new MeasuredValue.NotMeasured("the column has no timestamp up to now");
        return [OfValue("age of the newest value", DataAnomaly.StaleData, age, _count)];
    }
}
