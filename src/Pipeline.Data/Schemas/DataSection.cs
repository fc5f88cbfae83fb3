using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Data.Expectations;
using Pipeline.Data.Sources;
using Pipeline.Manifest.Records;
using Pipeline.Manifest;
using Pipeline.Models;

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

        foreach (var (index, column) in Ignore.Index().Where(x => x.Item == Label.Column))
            yield return new Finding(nameof(Ignore), $"The label '{column}' cannot be ignored.") { Item = index };
        foreach (var (index, column) in Protected.Index().Where(x => x.Item == Label.Column))
            yield return new Finding(nameof(Protected), $"The label '{column}' cannot be protected.") { Item = index };
        if (Columns.TryGetValue(Label.Column, out var label) && label.RefuseAsLabel(Label.Column) is { } refusal)
            yield return new Finding(nameof(Columns), refusal);
    }
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
