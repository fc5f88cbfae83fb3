using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>What a dataset is, and whether it is what its manifest expects.</summary>
[DocumentSchema("dataset", 1)]
public sealed record DatasetDocument : Document
{
    /// <summary>As the manifest has it.</summary>
    public required string Path { get; init; }

    /// <summary>Of the file's bytes.</summary>
    public required Digest Data { get; init; }

    /// <summary>The size of the file in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>In DVC's terms; null for data without a pointer, or other data than it points to.</summary>
    public DatasetVersion? Version { get; init; }

    public required long Rows { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<DatasetColumn> Columns { get; init; }

    public required DatasetLabel Label { get; init; }

    /// <summary>The columns whose groups the model must treat alike.</summary>
    public IReadOnlyList<string> Protected { get; init; } = [];

    public required DatasetSplit Split { get; init; }

    public required CheckReport Report { get; init; }

    /// <summary>For each check, in the order of the report.</summary>
    public IReadOnlyList<CheckEvidence> Evidence { get; init; } = [];
}

/// <summary>Where in a dataset a check found what it counts.</summary>
/// <param name="Check">The id of the check in the report.</param>
/// <param name="Anomaly">What it is when the check fails.</param>
/// <param name="Count">How many rows were found; 0 also where the check is about no single rows.</param>
/// <param name="Share">Of the rows that were looked at, which are those with a value; between 0 and 1.</param>
/// <param name="Lines">The lines of the first of them, at most ten, counted from 1 as editors do.</param>
public sealed record CheckEvidence(string Check, DataAnomaly Anomaly, long Count, double Share, IReadOnlyList<long> Lines)
{
    /// <summary>The same rows as <see cref="Lines"/>, with the values that were found.</summary>
    public IReadOnlyList<ExampleRow> Examples { get; init; } = [];
}

/// <summary>What is predicted.</summary>
public sealed record DatasetLabel
{
    public required string Column { get; init; }

    /// <summary>The class whose probability is predicted; null unless there are two classes.</summary>
    public string? Positive { get; init; }

    /// <summary>In ordinal order; empty for a regression.</summary>
    public IReadOnlyList<LabelClass> Classes { get; init; } = [];
}

/// <summary>How the rows were divided.</summary>
/// <param name="By">The manifest's word: hash, random, time.</param>
/// <param name="Train">How many rows a model learns from.</param>
/// <param name="Test">How many rows it is judged by.</param>
/// <param name="Digest">Of which rows went where; the same for the same rows in the same order.</param>
public sealed record DatasetSplit(string By, int Train, int Test, Digest Digest);

/// <summary>Which version of the data it is, in DVC's terms.</summary>
/// <param name="Md5">32 hexadecimal digits; of a folder with ".dir" behind them.</param>
/// <param name="Size">In bytes, of all files.</param>
/// <param name="Pointer">The .dvc file, from the root of its project.</param>
/// <param name="Files">How many a folder has; null for a file.</param>
public sealed record DatasetVersion(string Md5, long Size, string Pointer, long? Files = null)
{
    /// <summary>What of the version was read, from its folder: a file or a pattern; null for all of it.</summary>
    public string? Part { get; init; }
}

/// <summary>A class of the label.</summary>
/// <param name="Name">As in the data; a number in its shortest form.</param>
/// <param name="Count">How many rows have it.</param>
/// <param name="Share">Of the rows that have a label; between 0 and 1.</param>
public sealed record LabelClass(string Name, long Count, double Share);

/// <summary>A column of a dataset, in numbers; no value of it.</summary>
public sealed record DatasetColumn
{
    public required string Name { get; init; }

    public required DataType Type { get; init; }

    public required ColumnRole Role { get; init; }

    /// <summary>The manifest names the type; otherwise it was found in the values.</summary>
    public required bool IsDeclared { get; init; }

    /// <summary>It holds data of persons: no document, report or message shows a value of it.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>How many rows have no value.</summary>
    public required long Missing { get; init; }

    /// <summary>How many different values there are; null where they are not counted, or too many.</summary>
    public int? Categories { get; init; }
}

/// <summary>What a data column is to the model.</summary>
public enum ColumnRole
{
    /// <summary>The model reads it.</summary>
    Feature,

    /// <summary>The model predicts it.</summary>
    Label,

    /// <summary>It says how much a row counts in training.</summary>
    Weight,

    /// <summary>The model never sees it: it was ignored, or is an identifier.</summary>
    Ignored,
}

/// <summary>What the values of a data column mean, in the words of the manifest.</summary>
public enum DataType
{
    /// <summary>A finite number, in decimal or scientific notation.</summary>
    Number,

    /// <summary>A whole number that a double holds exactly.</summary>
    Integer,

    /// <summary>true or false, t or f, yes or no, y or n, 1 or 0; in any case.</summary>
    Boolean,

    /// <summary>One of a list of names.</summary>
    Category,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>A date, or a date and time, by ISO 8601; without an offset it is UTC.</summary>
    Timestamp,

    /// <summary>Names a row and says nothing about it; never a feature.</summary>
    Identifier,
}

/// <summary>One row that a check found, to be looked up.</summary>
public sealed record ExampleRow
{
    /// <summary>Counted from 1 within its file, as editors do.</summary>
    public required long Line { get; init; }

    /// <summary>Null where the dataset is one file.</summary>
    public string? File { get; init; }

    /// <summary>
    /// By column, each shortened to 40 characters; none of a personal column, and none where whole rows are meant.
    /// </summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
}
