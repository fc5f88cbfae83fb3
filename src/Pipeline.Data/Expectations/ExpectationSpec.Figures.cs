using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Expectations;

/// <content>Those about one figure of a column.</content>
public abstract partial record ExpectationSpec
{
    /// <summary>A figure of the numbers in a column. What is no number is left aside.</summary>
    public abstract record Figure : ExpectationSpec
    {
        private protected Figure()
        {
        }

        [Inline]
        public required Criterion Accepts { get; init; }

        public override IEnumerable<Finding> Validate() => RefuseUnlessNumeric(Accepts);
    }

    /// <summary>expect_column_mean_to_be_between.</summary>
    public sealed record Mean : Figure
    {
        [ManifestKey("mean")]
        public required string Column { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("mean", Column)];
    }

    /// <summary>expect_column_median_to_be_between.</summary>
    public sealed record Median : Figure
    {
        [ManifestKey("median")]
        public required string Column { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("median", Column)];

        internal override bool ShowsValue() => true;
    }

    /// <summary>expect_column_quantile_values_to_be_between, one quantile at a time.</summary>
    public sealed record Quantile : Figure
    {
        [ManifestKey("quantile")]
        public required string Column { get; init; }

        [Description("The share of the values that are below it.")]
        [Range(0.0, 1.0)]
        public required double At { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("quantile", Column)];

        internal override bool ShowsValue() => true;
    }

    /// <summary>expect_column_stdev_to_be_between; of a sample, with n - 1.</summary>
    public sealed record StandardDeviation : Figure
    {
        [ManifestKey("standard-deviation")]
        public required string Column { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("standard-deviation", Column)];
    }

    /// <summary>expect_column_sum_to_be_between.</summary>
    public sealed record Sum : Figure
    {
        [ManifestKey("sum")]
        public required string Column { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("sum", Column)];
    }

    /// <summary>expect_column_min_to_be_between.</summary>
    public sealed record Minimum : Figure
    {
        [ManifestKey("min")]
        public required string Column { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("min", Column)];

        internal override bool ShowsValue() => true;
    }

    /// <summary>expect_column_max_to_be_between.</summary>
    public sealed record Maximum : Figure
    {
        [ManifestKey("max")]
        public required string Column { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("max", Column)];

        internal override bool ShowsValue() => true;
    }

    /// <summary>expect_column_unique_value_count_to_be_between.</summary>
    public sealed record DistinctCount : Figure
    {
        [ManifestKey("distinct-count")]
        public required string Column { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("distinct-count", Column)];
    }

    /// <summary>The newest timestamp is no older than that. Great Expectations has no name for it.</summary>
    public sealed record Freshness : ExpectationSpec
    {
        [ManifestKey("freshness")]
        public required string Column { get; init; }

        [Description("How old the newest value may be when the data is validated.")]
        [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
        public required TimeSpan AtMost { get; init; }

        /// <summary>An hour for a limit of a day or more, a minute for one of an hour or more, else a second.</summary>
        internal override TimeSpan? ClockBucket() => AtMost switch
        {
            { TotalDays: >= 1 } => TimeSpan.FromHours(1),
            { TotalHours: >= 1 } => TimeSpan.FromMinutes(1),
            _ => TimeSpan.FromSeconds(1),
        };

        internal override IEnumerable<NamedColumn> Named() => [new("freshness", Column)];

        internal override bool ShowsValue() => true;
    }
}

/// <summary>A column that an expectation names.</summary>
/// <param name="Path">Where, within the expectation: "unique[1]".</param>
/// <param name="Name">As it is in the file.</param>
internal sealed record NamedColumn(string Path, string Name)
{
    public static IEnumerable<NamedColumn> List(string key, IReadOnlyList<string> names) =>
        names.Index().Select(x => new NamedColumn($"{key}[{x.Index}]", x.Item));
}
