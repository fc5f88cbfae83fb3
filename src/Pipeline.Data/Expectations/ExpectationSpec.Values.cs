using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Data.Expectations.Columns;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Expectations;

/// <content>Those about single values.</content>
public abstract partial record ExpectationSpec
{
    /// <summary>What holds of each row by itself, so that some may be let off.</summary>
    public abstract record PerRow : ExpectationSpec
    {
        private protected PerRow()
        {
        }

        [Description("The share of the values for which it must hold; all of them by default.")]
        [Range(0.0, 1.0, MinimumIsExclusive = true)]
        public double Mostly { get; init; } = 1;
    }

    /// <summary>expect_column_values_to_not_be_null, of each of the columns.</summary>
    public sealed record NotNull : PerRow
    {
        [OrSingle]
        [ManifestKey("not-null")]
        [Length(1, 1000)]
        public required IReadOnlyList<string> Columns { get; init; }

        internal override IEnumerable<NamedColumn> Named() => NamedColumn.List("not-null", Columns);
    }

    /// <summary>expect_column_values_to_be_between and expect_column_values_to_be_in_set.</summary>
    public sealed record Values : PerRow
    {
        [ManifestKey("values")]
        public required string Column { get; init; }

        [Inline]
        public required Criterion Accepts { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("values", Column)];

        private protected override Criterion Limit() => Accepts;
    }

    /// <summary>expect_column_values_to_not_be_in_set.</summary>
    public sealed record NoneOf : PerRow
    {
        [ManifestKey("values")]
        public required string Column { get; init; }

        [ManifestKey("none-of")]
        [Description("Values that are ruled out.")]
        [OrNumber]
        [Length(1, 1000)]
        public required IReadOnlyList<string> Refused { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("values", Column)];
    }

    /// <summary>expect_column_values_to_match_regex, anywhere in the value unless the pattern has ^ and $.</summary>
    public sealed record Pattern : PerRow
    {
        [ManifestKey("values")]
        public required string Column { get; init; }

        [Description("In .NET's syntax, without lookarounds and back references.")]
        [Length(1, 1000)]
        public required string Regex { get; init; }

        public override IEnumerable<Finding> Validate() => Refuse(nameof(Regex), Regex);

        internal override IEnumerable<NamedColumn> Named() => [new("values", Column)];
    }

    /// <summary>expect_column_values_to_not_match_regex.</summary>
    public sealed record NotPattern : PerRow
    {
        [ManifestKey("values")]
        public required string Column { get; init; }

        [Description("In .NET's syntax, without lookarounds and back references.")]
        [Length(1, 1000)]
        public required string NotRegex { get; init; }

        public override IEnumerable<Finding> Validate() => Refuse(nameof(NotRegex), NotRegex);

        internal override IEnumerable<NamedColumn> Named() => [new("values", Column)];
    }

    /// <summary>expect_column_value_lengths_to_be_between, in Unicode characters.</summary>
    public sealed record Lengths : PerRow
    {
        [ManifestKey("lengths")]
        public required string Column { get; init; }

        [Inline]
        public required Criterion Accepts { get; init; }

        public override IEnumerable<Finding> Validate() => RefuseUnlessNumeric(Accepts);

        internal override IEnumerable<NamedColumn> Named() => [new("lengths", Column)];
    }

    /// <summary>expect_column_values_to_be_increasing, of numbers or timestamps.</summary>
    public sealed record Increasing : PerRow
    {
        [ManifestKey("increasing")]
        public required string Column { get; init; }

        [Description("The same value twice in a row is refused too.")]
        public bool Strictly { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("increasing", Column)];
    }

    /// <summary>expect_column_proportion_of_non_null_values_to_be_between, said of those that are missing.</summary>
    public sealed record Missing : ExpectationSpec
    {
        [ManifestKey("missing")]
        public required string Column { get; init; }

        [Inline]
        public required Criterion Share { get; init; }

        internal override IEnumerable<NamedColumn> Named() => [new("missing", Column)];

        private protected override Criterion Limit() => Share;
    }

    /// <summary>
    /// No column that is not declared personal holds e-mail addresses, phone numbers or payment cards. Great Expectations has no
    /// name for it.
    /// </summary>
    public sealed record PersonalData : ExpectationSpec
    {
        [ManifestKey("personal-data")]
        [Description("undeclared: every column that is not declared personal.")]
        public required PersonalScope Scope { get; init; }

        [Inline]
        public Criterion Share { get; init; } = new Criterion.AtMost(0);

        private protected override Criterion Limit() => Share;
    }

    private static IEnumerable<Finding> Refuse(string property, string pattern) =>
        PatternMatcher.Compile(pattern, out var reason) is null
            ? [new Finding(property, reason, "Only what can be matched in one pass is accepted.")]
            : [];

    private static IEnumerable<Finding> RefuseUnlessNumeric(Criterion criterion) =>
        criterion is Criterion.OneOf or Criterion.NoWorseThan
            ? [new Finding("", "This is a number that is compared with nothing; at-least, at-most or between is accepted.")]
            : [];
}
