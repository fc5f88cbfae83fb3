using System.ComponentModel;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Expectations;

/// <summary>Something that must hold of the data. The words are Great Expectations'.</summary>
[KeyChoice("rows", typeof(Rows))]
[KeyChoice("unique", typeof(Unique))]
[KeyChoice("not-null", typeof(NotNull))]
[KeyChoice("none-of", typeof(NoneOf))]
[KeyChoice("regex", typeof(Pattern))]
[KeyChoice("not-regex", typeof(NotPattern))]
[KeyChoice("values", typeof(Values))]
[KeyChoice("lengths", typeof(Lengths))]
[KeyChoice("missing", typeof(Missing))]
[KeyChoice("mean", typeof(Mean))]
[KeyChoice("median", typeof(Median))]
[KeyChoice("quantile", typeof(Quantile))]
[KeyChoice("standard-deviation", typeof(StandardDeviation))]
[KeyChoice("sum", typeof(Sum))]
[KeyChoice("min", typeof(Minimum))]
[KeyChoice("max", typeof(Maximum))]
[KeyChoice("distinct-count", typeof(DistinctCount))]
[KeyChoice("freshness", typeof(Freshness))]
[KeyChoice("increasing", typeof(Increasing))]
[KeyChoice("pair", typeof(Pair))]
[KeyChoice("duplicate-rows", typeof(DuplicateRows))]
[KeyChoice("train-test-overlap", typeof(Overlap))]
[KeyChoice("class-balance", typeof(ClassBalance))]
[KeyChoice("label-leakage", typeof(LabelLeakage))]
[KeyChoice("personal-data", typeof(PersonalData))]
[KeyChoice("drift", typeof(Drift))]
[KeyChoice("custom", typeof(Custom))]
public abstract partial record ExpectationSpec : IValidatedRecord
{
    private ExpectationSpec()
    {
    }

    [Description("error fails the dataset, warn does not.")]
    public Severity Severity { get; init; } = Severity.Error;

    public virtual IEnumerable<Finding> Validate() => Limit() is Criterion.NoWorseThan
        ? [new Finding("", "This is compared with nothing; at-least, at-most, between or one-of is accepted.")]
        : [];

    /// <summary>For how long a verdict is kept though the clock goes on; null where it does not depend on the clock.</summary>
    internal virtual TimeSpan? ClockBucket() => null;

    /// <summary>The columns that have to be there.</summary>
    internal virtual IEnumerable<NamedColumn> Named() => [];

    /// <summary>The figure is itself a value of the column, so that it may not be personal.</summary>
    internal virtual bool ShowsValue() => false;

    /// <summary>Null where there is none.</summary>
    private protected virtual Criterion? Limit() => null;
}
