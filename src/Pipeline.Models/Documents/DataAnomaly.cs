namespace Pipeline.Models.Documents;

/// <summary>
/// What is wrong with values of a dataset, as a code that dashboards and scripts may rely on. The codes follow the anomalies of
/// TensorFlow Data Validation where it has one.
/// </summary>
public enum DataAnomaly
{
    /// <summary>A value is not of the declared type.</summary>
    TypeMismatch,

    /// <summary>A number is below or above the declared limits.</summary>
    ValueOutOfRange,

    /// <summary>A value is not one of those declared.</summary>
    UnexpectedValue,

    /// <summary>More or fewer values are missing than declared.</summary>
    MissingShare,

    /// <summary>A value is missing where none may be.</summary>
    NullValue,

    /// <summary>A value that should occur once occurs again.</summary>
    DuplicateValue,

    /// <summary>There are too few or too many rows.</summary>
    RowCount,

    /// <summary>A row has no label.</summary>
    LabelMissing,

    /// <summary>The label has too few or too many classes for the task.</summary>
    LabelClasses,

    /// <summary>The rarest class of the label is too rare, or not rare enough.</summary>
    LabelImbalance,

    /// <summary>The file has a column that the manifest does not declare.</summary>
    NewColumn,

    /// <summary>A value is one of those that are ruled out.</summary>
    ForbiddenValue,

    /// <summary>A text is too short or too long.</summary>
    LengthOutOfRange,

    /// <summary>A text does not match its pattern.</summary>
    PatternMismatch,

    /// <summary>A text matches a pattern that is ruled out.</summary>
    ForbiddenPattern,

    /// <summary>A value is less than the one before it.</summary>
    NotIncreasing,

    /// <summary>Two values of a row do not stand in the relation that they should.</summary>
    PairMismatch,

    /// <summary>The mean is outside its limits.</summary>
    MeanOutOfRange,

    /// <summary>The median is outside its limits.</summary>
    MedianOutOfRange,

    /// <summary>A quantile is outside its limits.</summary>
    QuantileOutOfRange,

    /// <summary>The standard deviation is outside its limits.</summary>
    DeviationOutOfRange,

    /// <summary>The sum is outside its limits.</summary>
    SumOutOfRange,

    /// <summary>The least value is outside its limits.</summary>
    MinimumOutOfRange,

    /// <summary>The greatest value is outside its limits.</summary>
    MaximumOutOfRange,

    /// <summary>There are too few or too many different values.</summary>
    DistinctCount,

    /// <summary>The newest timestamp is too old.</summary>
    StaleData,

    /// <summary>A whole row occurs again.</summary>
    DuplicateRow,

    /// <summary>A row of the test has the same features as a row to learn from.</summary>
    TrainTestOverlap,

    /// <summary>A feature alone predicts the label almost perfectly.</summary>
    LabelLeakage,

    /// <summary>A column that is not declared personal holds what looks like data of persons.</summary>
    PersonalData,

    /// <summary>A distribution is too far from the one of a reference profile.</summary>
    DistributionDrift,

    /// <summary>Numbers have a comma before their fraction, and are read as texts.</summary>
    DecimalComma,

    /// <summary>A value in quotes goes on over several lines, where quotes may be characters like any others.</summary>
    QuotedLineBreak,

    /// <summary>A row is not as a team's own expectation wants it.</summary>
    CustomExpectation,
}
