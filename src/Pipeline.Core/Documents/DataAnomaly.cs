namespace Pipeline.Core.Documents;

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
}
