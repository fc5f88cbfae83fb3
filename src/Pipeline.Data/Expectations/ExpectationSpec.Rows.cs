using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Data.Expectations.Rows;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Expectations;

/// <content>Those about rows as a whole.</content>
public abstract partial record ExpectationSpec
{
    /// <summary>expect_table_row_count_to_be_between.</summary>
    public sealed record Rows([property: ManifestKey("rows")] Criterion Count) : ExpectationSpec
    {
        private protected override Criterion Limit() => Count;
    }

    /// <summary>expect_column_values_to_be_unique; of several columns together, expect_compound_columns_to_be_unique.</summary>
    public sealed record Unique : PerRow
    {
        [OrSingle]
        [ManifestKey("unique")]
        [Length(1, 100)]
        public required IReadOnlyList<string> Columns { get; init; }

        internal override IEnumerable<NamedColumn> Named() => NamedColumn.List("unique", Columns);
    }

    /// <summary>
    /// expect_column_pair_values_to_be_equal, expect_column_pair_values_a_to_be_greater_than_b, and their relatives. Rows that
    /// lack one of the two are left aside.
    /// </summary>
    public sealed record Pair : PerRow
    {
        [ManifestKey("pair")]
        [Length(2, 2)]
        public required IReadOnlyList<string> Columns { get; init; }

        [Description("How the first stands to the second.")]
        public required PairRelation Is { get; init; }

        internal override IEnumerable<NamedColumn> Named() => NamedColumn.List("pair", Columns);
    }

    /// <summary>Rows that repeat an earlier one in every column; expect_compound_columns_to_be_unique of all columns.</summary>
    public sealed record DuplicateRows : ExpectationSpec
    {
        [ManifestKey("duplicate-rows")]
        public required Criterion Accepted { get; init; }

        [Description("What is limited: their share of all rows, or their count.")]
        public RowFigure As { get; init; } = RowFigure.Share;

        private protected override Criterion Limit() => Accepted;
    }

    /// <summary>Rows of the test whose features a row to learn from has too. Great Expectations has no name for it.</summary>
    public sealed record Overlap : ExpectationSpec
    {
        [ManifestKey("train-test-overlap")]
        public required Criterion Accepted { get; init; }

        [Description("What is limited: their share of the test, or their count.")]
        public RowFigure As { get; init; } = RowFigure.Share;

        private protected override Criterion Limit() => Accepted;
    }

    /// <summary>A team's own; UnexpectedRowsExpectation is nearest.</summary>
    public sealed record Custom : PerRow
    {
        [ManifestKey("custom")]
        [Length(1, 200)]
        public required string Name { get; init; }

        [Description("The columns that it looks at, in this order.")]
        [OrSingle]
        [Length(1, 100)]
        public required IReadOnlyList<string> Of { get; init; }

        [Description("Its own options.")]
        [OrNumber]
        public IReadOnlyDictionary<string, string> With { get; init; } = new Dictionary<string, string>();

        internal override IEnumerable<NamedColumn> Named() => NamedColumn.List("of", Of);
    }
}
