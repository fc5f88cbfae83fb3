using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Data.Expectations;
using Pipeline.Data.Sources;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Values;
using DataType = Pipeline.Models.Documents.DataType;

namespace Pipeline.Data.Schemas;

/// <summary>The manifest's <c>data:</c>.</summary>
[Description("The dataset, and what is expected of it.")]
public sealed record DataSection : IValidatedRecord
{
    private static readonly string[] Unread = [".json", ".parquet.gz", ".zip", ".xlsx"];

    /// <summary>To register with a manifest's schema.</summary>
    public static ManifestSection Registration { get; } = ManifestSection.Required<DataSection>("data");

    [Description("The data file, a folder of such files, or a pattern with * and ?; relative to the model's folder.")]
    [Length(1, 1000)]
    public required string Path { get; init; }

    [Description("How the files are written, where that is not to be found out.")]
    public FormatSpec? Format { get; init; }

    [Description("The column to predict.")]
    public required LabelSpec Label { get; init; }

    [Description("The column that says how much a row counts in training, a number above 0; each counts the same by default.")]
    [Length(1, 1000)]
    public string? Weight { get; init; }

    [Description("Columns that the model never sees.")]
    public IReadOnlyList<string> Ignore { get; init; } = [];

    [Description("Columns whose groups the model must treat alike.")]
    public IReadOnlyList<string> Protected { get; init; } = [];

    [Description("How rows are divided into train and test; by a hash of the whole row by default.")]
    public SplitSpec Split { get; init; } = new() { By = SplitBy.Hash, Test = 0.2 };

    [Description("What is known of columns; the type of any other is found in its values.")]
    public IReadOnlyDictionary<string, ColumnSpec> Columns { get; init; } = new Dictionary<string, ColumnSpec>();

    [Description("exhaustive: a column of the file that is not declared is an anomaly; open: it is welcome.")]
    public ColumnsAre ColumnsAre { get; init; } = ColumnsAre.Open;

    [Description("What must hold of the data.")]
    public IReadOnlyList<ExpectationSpec> Expect { get; init; } = [];

    [Description("The values that stand for none; nothing, ?, NA and NaN by default.")]
    public IReadOnlyList<string> MissingValues { get; init; } = SourceOptions.UsualMissing;

    [Description(
        "What a server does with a category that training has not seen and with a value that its column does not accept: "
        + "warn (count it, and answer; the default) or refuse.")]
    public UnseenPolicy Unseen { get; init; } = UnseenPolicy.Warn;

    /// <summary>How values are written, in data, in requests and in tests.</summary>
    public ValueSpellings Spellings => ValueSpellings.Usual with { Missing = MissingValues };

    /// <summary>Files beside the data that expectations read.</summary>
    public IEnumerable<string> References => Expect.OfType<ExpectationSpec.Drift>().Select(x => x.From).Distinct();

    /// <summary>How exactly expectations ask for the time; null where none does.</summary>
    public TimeSpan? ClockBucket => Expect.Min(x => x.ClockBucket());

    public IEnumerable<Finding> Validate()
    {
        if (Array.Find(Unread, x => Path.EndsWith(x, StringComparison.OrdinalIgnoreCase)) is { } extension)
        {
            yield return new Finding(
                nameof(Path),
                $"'{extension}' files are not read; Parquet is, and CSV, TSV and JSON lines are, plain or packed with gzip.");
        }

        if (Weight == Label.Column)
            yield return new Finding(nameof(Weight), $"The label '{Weight}' cannot be the weight as well.");
        if (Weight is not null && Columns.TryGetValue(Weight, out var weight) && !IsNumber(weight.Type))
            yield return new Finding(nameof(Weight), $"'{Weight}' is declared as something else than a number.");
        foreach (var (index, column) in Ignore.Index().Where(x => x.Item == Weight))
            yield return new Finding(nameof(Ignore), $"The weight '{column}' cannot be ignored.") { Item = index };
        foreach (var (index, column) in Ignore.Index().Where(x => x.Item == Label.Column))
            yield return new Finding(nameof(Ignore), $"The label '{column}' cannot be ignored.") { Item = index };
        foreach (var (index, column) in Protected.Index().Where(x => x.Item == Label.Column))
            yield return new Finding(nameof(Protected), $"The label '{column}' cannot be protected.") { Item = index };
        if (Columns.TryGetValue(Label.Column, out var label) && label.RefuseAsLabel(Label.Column) is { } refusal)
            yield return new Finding(nameof(Columns), refusal);
    }

    private static bool IsNumber(DataType type) => type is DataType.Number or DataType.Integer;
}

/// <summary>What the list of declared columns is.</summary>
public enum ColumnsAre
{
    /// <summary>Some of those in the file.</summary>
    Open,

    /// <summary>All of them, together with the label and what is ignored.</summary>
    Exhaustive,
}

/// <summary>What is predicted.</summary>
[Shorthand(nameof(Column))]
public sealed record LabelSpec
{
    [Description("The column to predict.")]
    [Length(1, 1000)]
    public required string Column { get; init; }

    [Description("Of two classes the one whose probability is predicted; 1 where they are 0 and 1.")]
    public string? Positive { get; init; }
}

/// <summary>What is known of a column.</summary>
[Shorthand(nameof(Type))]
public sealed record ColumnSpec : IValidatedRecord
{
    [Description("What its values are.")]
    public required DataType Type { get; init; }

    [Inline]
    public Criterion? Accepts { get; init; }

    [Description("The share of missing values.")]
    public Criterion? Missing { get; init; }

    [Description("It holds data of persons: no value of it appears in documents, reports or messages.")]
    public bool Personal { get; init; }

    public IEnumerable<Finding> Validate()
    {
        var isNumeric = Type is DataType.Number or DataType.Integer;
        if (Accepts is Criterion.NoWorseThan || Missing is Criterion.NoWorseThan)
            yield return new Finding("", "A column is compared with nothing; at-least, at-most, between or one-of is accepted.");
        else if (Accepts is Criterion.AtLeast or Criterion.AtMost or Criterion.Between && !isNumeric)
            yield return new Finding("", "Only numbers and integers have limits; one-of is accepted for other types.");
        else if (Missing is Criterion.OneOf)
            yield return new Finding(nameof(Missing), "A share is a number; at-least, at-most or between is accepted.");
    }

    internal string? RefuseAsLabel(string name) => this switch
    {
        { Personal: true } => $"The classes of the label '{name}' are in every report, so that it cannot be personal.",
        { Type: DataType.Identifier or DataType.Timestamp or DataType.Text } =>
            $"The label '{name}' is a number, an integer, a boolean or a category.",
        _ => null,
    };
}

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

/// <summary>How rows are divided into train and test.</summary>
public sealed record SplitSpec : IValidatedRecord
{
    [Description("hash: by the row's own values; random: by a seed; time: the last rows are the test; files: some files are.")]
    public required SplitBy By { get; init; }

    [Description("With hash: the columns that say what a row is, all by default; with files: names or patterns of the test's.")]
    [OrSingle]
    public IReadOnlyList<string> Of { get; init; } = [];

    [Description("With time: the timestamp or number to order by.")]
    public string? Column { get; init; }

    [Description("With random: what chance begins with.")]
    public int? Seed { get; init; }

    [Description("The share of the rows that the model is judged by.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Test { get; init; } = 0.2;

    public IEnumerable<Finding> Validate()
    {
        if (By == SplitBy.Files && Of.Count == 0)
            yield return new Finding("", "A split by files names those for the test.", "Add of: with names or patterns.");
        if (By is not (SplitBy.Hash or SplitBy.Files) && Of.Count > 0)
            yield return new Finding(nameof(Of), "Only a split by hash is of columns, and one by files of files.");
        if (By != SplitBy.Time && Column is not null)
            yield return new Finding(nameof(Column), "Only a split by time has a column.");
        if (By == SplitBy.Time && Column is null)
            yield return new Finding("", "A split by time names its column.", "Add column: with a timestamp or a number.");
        if (By != SplitBy.Random && Seed is not null)
            yield return new Finding(nameof(Seed), "Only a random split has a seed.");
        if (By == SplitBy.Random && Seed is null)
            yield return new Finding("", "A random split names its seed.", "Add seed: and a whole number.");
    }

    /// <summary>Some columns say which rows belong together, and the split keeps them on one side.</summary>
    public bool IsGrouped => IdentityColumns.Count > 0;

    /// <summary>The columns that say what a row is; none where all do.</summary>
    internal IReadOnlyList<string> IdentityColumns => By == SplitBy.Hash ? Of : [];
}

/// <summary>How a row's side is decided.</summary>
public enum SplitBy
{
    /// <summary>By a hash of its own values: a row keeps its side when others come and go.</summary>
    Hash,

    /// <summary>By chance, from a seed and its position; exactly as many rows as asked for.</summary>
    Random,

    /// <summary>By time: a model is judged by rows that are later than all that it learned from.</summary>
    Time,

    /// <summary>By the file it stands in.</summary>
    Files,
}
