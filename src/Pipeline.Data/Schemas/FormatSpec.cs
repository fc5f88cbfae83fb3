using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Schemas;

/// <summary>How the data files are written, where that is not to be found out.</summary>
[Shorthand(nameof(Type))]
public sealed record FormatSpec : IValidatedRecord
{
    private const string InValues = "\"\r\n .-+";

    [Description("csv, tsv, json-lines or parquet; by the file's extension by default.")]
    public DataFormat? Type { get; init; }

    [Description("The character between two values; found in the file by default.")]
    [Length(1, 1)]
    public string? Separator { get; init; }

    [Description("Whether the first row has the names of the columns; found in the file by default.")]
    public bool? Header { get; init; }

    [Description("double: a value may stand in quotes, by default; none: a quote is a character like any other.")]
    public QuoteRule? Quotes { get; init; }

    public IEnumerable<Finding> Validate()
    {
        var isOfLines = Separator is not null || Header is not null || Quotes is not null;
        if (Type == DataFormat.JsonLines && isOfLines)
            yield return new Finding("", "JSON lines have neither a separator nor a header, and their own quotes.");
        if (Type == DataFormat.Parquet && isOfLines)
            yield return new Finding("", "A Parquet file has neither a separator nor a header nor quotes.");
        if (Separator is [var x] && (!char.IsAscii(x) || char.IsLetterOrDigit(x) || InValues.Contains(x)))
            yield return new Finding(nameof(Separator), "A separator is an ASCII character that no value begins with.");
    }
}

/// <summary>What a quote means in separated values.</summary>
public enum QuoteRule
{
    /// <summary>A value may stand in double quotes, and a quote in it is written twice, by RFC 4180.</summary>
    Double,

    /// <summary>A character like any other, as where tabs separate and nothing has to be protected.</summary>
    None,
}

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
