namespace Pipeline.Data.Expectations;

/// <summary>Which figure of the rows that were found is held against the criterion.</summary>
internal enum RowMeasure
{
    /// <summary>How many they are.</summary>
    Count,

    /// <summary>Their share of the rows that were looked at.</summary>
    ViolationShare,

    /// <summary>The share of all others.</summary>
    ConformingShare,
}
