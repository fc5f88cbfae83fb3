namespace Pipeline.Data.Schemas;

/// <summary>What kind of file a dataset is.</summary>
public enum DataFormat
{
    /// <summary>Separated values, by RFC 4180.</summary>
    Csv,

    /// <summary>Separated by tabs, otherwise as CSV.</summary>
    Tsv,

    /// <summary>An object on each line.</summary>
    JsonLines,

    /// <summary>Columns with types, in row groups.</summary>
    Parquet,
}
