using System.Globalization;
using System.Text;
using Pipeline.Core.Problems;
using Pipeline.Data.Columns;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Models;
using Pipeline.Models.Predictions;

namespace Pipeline.Data.Outcomes;

/// <summary>
/// What came true of predictions, from a file that somebody keeps: separated values, or JSON lines where its name ends in
/// <c>.jsonl</c> or <c>.ndjson</c>; either may be packed with gzip.
/// </summary>
public static class OutcomeFile
{
    /// <summary>All of it, or all that is wrong with it (the first twenty).</summary>
    /// <param name="path">As the user knows it.</param>
    /// <param name="signature">Of the model: its label says what an outcome can be.</param>
    /// <param name="columns">Where what is.</param>
    /// <param name="known">When an outcome was known whose row does not say.</param>
    public static Validated<IReadOnlyList<KnownOutcome>> Read(
        string path, ModelSignature signature, OutcomeColumns columns, DateTimeOffset known)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (!File.Exists(path))
            return Invalid(new Problem(path, null, null, "There is no such file of outcomes."));
        using var reader = Open(path, columns);
        var rows = new OutcomeRows(reader, new OutcomeValues(signature), columns, known);
        var batch = new ColumnBatch();
        while (rows.Problems.Count == 0 && reader.Read(batch))
            rows.Take(batch);
        var problems = rows.Problems.Concat(reader.Problems).ToList();
        return problems.Count == 0 ? Validated.Valid<IReadOnlyList<KnownOutcome>>(rows.Found) : Invalid([.. problems]);
    }

    private static RowReader Open(string path, OutcomeColumns columns)
    {
        var options = new SourceOptions { HasHeader = true, KnownColumn = columns.Outcome };
        var source = ByteSource.Open(File.OpenRead(path), isHashed: false);
        return DataFiles.FormatOf(path) == DataFormat.JsonLines
            ? JsonLinesReader.Open(source, path, options)
            : CsvReader.Open(source, path, options);
    }

    private static Validated<IReadOnlyList<KnownOutcome>> Invalid(params IReadOnlyList<Problem> problems) =>
        Validated.Invalid<IReadOnlyList<KnownOutcome>>(problems);
}

/// <summary>Which columns of a file of outcomes say what.</summary>
public sealed record OutcomeColumns
{
    /// <summary>The ids of predictions; "id" unless told. Not looked at where there is a key.</summary>
    public string Id { get; init; } = "id";

    /// <summary>What clients know predictions by; null unless told: rows are found by their ids.</summary>
    public string? Key { get; init; }

    /// <summary>What keys were hashed under by the servers; nothing unless told.</summary>
    public string KeySecret { get; init; } = "";

    /// <summary>A class, or a number; "outcome" unless told.</summary>
    public string Outcome { get; init; } = "outcome";

    /// <summary>When it was known, with its offset; "time" unless told. A file need not have it.</summary>
    public string Time { get; init; } = "time";

    /// <summary>Columns with the groups of rows; none unless told. A file need not have them.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>Rows of a file on their way to be outcomes.</summary>
internal sealed class OutcomeRows
{
    private const int MostProblems = 20;
    private const int MostShown = 40;

    private readonly OutcomeValues _values;
    private readonly OutcomeColumns _columns;
    private readonly byte[] _secret;
    private readonly long _known;
    private readonly int _who;
    private readonly int _outcome;
    private readonly int _time;
    private readonly int[] _groups;

    public OutcomeRows(RowReader reader, OutcomeValues values, OutcomeColumns columns, DateTimeOffset known)
    {
        (_values, _columns, _secret, _known) = (values, columns, Encoding.UTF8.GetBytes(columns.KeySecret), known.UtcTicks);
        var header = reader.Header.ToList();
        _time = header.IndexOf(columns.Time);
        _groups = [.. columns.Groups.Select(x => header.IndexOf(x))];
        if (reader.Problems.Count > 0)
            return;
        _who = Require(header, columns.Key ?? columns.Id, reader.File);
        _outcome = Require(header, columns.Outcome, reader.File);
    }

    public List<KnownOutcome> Found { get; } = [];

    public List<Problem> Problems { get; } = [];

    public void Take(ColumnBatch batch)
    {
        for (var row = 0; row < batch.RowCount && Problems.Count < MostProblems; row++)
            Take(batch, row);
    }

    private void Take(ColumnBatch batch, int row)
    {
        var who = batch.Text(row, _who);
        var outcome = batch.Text(row, _outcome);
        var (id, key) = (default(PredictionId), default(PredictionKey));
        if (_columns.Key is null && !PredictionId.TryParse(who, out id))
            Refuse(batch, row, _who, $"'{Brief(who)}' is not the id of a prediction; 32 lower-case hexadecimal digits are.");
        else if (_columns.Key is not null && who.Length is 0 or > PredictionKey.LongestBytes)
            Refuse(batch, row, _who, $"A key has 1 to {PredictionKey.LongestBytes} bytes.");
        else if (_values.OfWritten(outcome) is not { } value)
            Refuse(batch, row, _outcome, $"'{Brief(outcome)}' is no outcome; {_values.Accepted} is accepted.");
        else if (TimeOf(batch, row) is not { } time)
            Refuse(batch, row, _time, "A time has its offset, as ISO 8601 has it: 2026-01-02T03:04:05Z.");
        else
        {
            if (_columns.Key is not null)
                key = PredictionKey.Of(who, _secret);
            Found.Add(new KnownOutcome(id, key, value, time) { Groups = GroupsOf(batch, row) });
        }
    }

    private string?[]? GroupsOf(ColumnBatch batch, int row) => _groups.All(x => x < 0)
        ? null
        : Array.ConvertAll(_groups, x => x < 0 || batch.Text(row, x).IsEmpty
            ? null
            : Encoding.UTF8.GetString(batch.Text(row, x)));

    private long? TimeOf(ColumnBatch batch, int row)
    {
        if (_time < 0 || batch.Text(row, _time).IsEmpty)
            return _known;
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];
        return DateTimeOffset.TryParseExact(
            Encoding.UTF8.GetString(batch.Text(row, _time)), forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var time)
            ? time.UtcTicks
            : null;
    }

    private int Require(List<string> header, string column, string file)
    {
        var place = header.IndexOf(column);
        if (place < 0)
            Problems.Add(new Problem(file, null, null, $"The file has no column '{column}'.", NearestNames.Hint(column, header)));
        return place;
    }

    private void Refuse(ColumnBatch batch, int row, int column, string message) =>
        Problems.Add(batch.Locate(row, column).Problem(message));

    private static string Brief(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        return text.Length > MostShown ? text[..MostShown] + "..." : text;
    }
}
