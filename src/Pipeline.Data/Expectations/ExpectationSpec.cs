using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Expectations;

/// <summary>Something that must hold of the data. The words are Great Expectations'.</summary>
[KeyChoice("rows", typeof(Rows))]
[KeyChoice("unique", typeof(Unique))]
[KeyChoice("not-null", typeof(NotNull))]
[KeyChoice("values", typeof(Values))]
[KeyChoice("missing", typeof(Missing))]
[KeyChoice("class-balance", typeof(ClassBalance))]
public abstract record ExpectationSpec
{
    private ExpectationSpec()
    {
    }

    [Description("error fails the dataset, warn does not.")]
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>expect_table_row_count_to_be_between.</summary>
    public sealed record Rows([property: ManifestKey("rows")] Criterion Count) : ExpectationSpec;

    /// <summary>expect_column_values_to_be_unique; of several columns together, expect_compound_columns_to_be_unique.</summary>
    public sealed record Unique : ExpectationSpec
    {
        [OrSingle]
        [ManifestKey("unique")]
        [Length(1, 100)]
        public required IReadOnlyList<string> Columns { get; init; }
    }

    /// <summary>expect_column_values_to_not_be_null, of each of the columns.</summary>
    public sealed record NotNull : ExpectationSpec
    {
        [OrSingle]
        [ManifestKey("not-null")]
        [Length(1, 1000)]
        public required IReadOnlyList<string> Columns { get; init; }
    }

    /// <summary>expect_column_values_to_be_between and expect_column_values_to_be_in_set.</summary>
    public sealed record Values : ExpectationSpec, IValidatedRecord
    {
        [ManifestKey("values")]
        public required string Column { get; init; }

        [Inline]
        public required Criterion Accepts { get; init; }

        public IEnumerable<Finding> Validate() => Accepts is Criterion.NoWorseThan
            ? [new Finding("", "Values are compared with nothing; at-least, at-most, between or one-of is accepted.")]
            : [];
    }

    /// <summary>expect_column_proportion_of_non_null_values_to_be_between, said of those that are missing.</summary>
    public sealed record Missing : ExpectationSpec
    {
        [ManifestKey("missing")]
        public required string Column { get; init; }

        [Inline]
        public required Criterion Share { get; init; }
    }

    /// <summary>The share of the rarest class of the label, of the rows that have one.</summary>
    public sealed record ClassBalance([property: ManifestKey("class-balance")] Criterion Share) : ExpectationSpec;
}
