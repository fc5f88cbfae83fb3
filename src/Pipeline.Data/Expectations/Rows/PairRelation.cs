namespace Pipeline.Data.Expectations.Rows;

/// <summary>How the first value of a pair stands to the second.</summary>
public enum PairRelation
{
    LessThan,

    /// <summary>Less than, or the same.</summary>
    AtMost,

    Equal,

    NotEqual,

    /// <summary>Greater than, or the same.</summary>
    AtLeast,

    GreaterThan,
}
