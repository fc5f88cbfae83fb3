using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving.Outcomes;

/// <summary>Reads what came true of predictions: objects with <c>id</c>, <c>outcome</c> and maybe <c>time</c>.</summary>
internal sealed class ReportReader : IRowReader, IRowTaker
{
    private const int MostProblems = 20;
    private const int OffsetLength = 6;
    private const int DateLength = 10;
    private const string Content = "'id', 'outcome' and, where it was not now, 'time'";

    private static readonly string[] Fields = ["id", "outcome", "time"];

    /// <summary>How far a client's clock may be ahead.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly OutcomeValues _outcomes;
    private readonly DateTimeOffset _now;
    private PredictionId? _id;
    private LoggedValue? _outcome;
    private DateTimeOffset? _time;

    public ReportReader(ModelSignature signature, TimeProvider time) =>
        (_outcomes, _now) = (new OutcomeValues(signature), time.GetUtcNow());

    public List<FieldProblem> Problems { get; } = [];

    /// <summary>Meaningless when there are problems.</summary>
    public List<PredictionLogEntry.Feedback> All { get; } = [];

    /// <param name="utf8">The body of the request.</param>
    /// <param name="most">More reports are refused.</param>
    public void Read(ReadOnlySpan<byte> utf8, int most) => new BodyRows(this, most, Content).Read(utf8, this);

    public void Read(ref Utf8JsonReader reader, int? number)
    {
        (_id, _outcome, _time) = (null, null, null);
        var given = new bool[Fields.Length];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Find(ref reader);
            if (field < 0)
                Unknown(ref reader, number);
            reader.Read();
            if (field >= 0 && (given[field] ? "occurs twice." : Set(ref reader, field)) is { } clause)
                Add(number, Fields[field], clause);
            if (field >= 0)
                given[field] = true;
            reader.Skip();
        }

        if (!given[0])
            Add(number, "id", "is required: the id that the answer to the prediction has.");
        if (!given[1])
            Add(number, "outcome", $"is required: {_outcomes.Accepted}.");
    }

    public void Add(FieldProblem problem)
    {
        if (Problems.Count < MostProblems)
            Problems.Add(problem);
    }

    void IRowTaker.Begin(bool isList)
    {
    }

    void IRowTaker.Take(int? number) => All.Add(new PredictionLogEntry.Feedback
    {
        Id = _id!.Value,
        Outcome = _outcome!.Value,
        Time = _time ?? _now,
    });

    void IRowTaker.End()
    {
    }

    private static int Find(ref Utf8JsonReader reader)
    {
        for (var field = 0; field < Fields.Length; field++)
        {
            if (!reader.ValueIsEscaped && Ascii.Equals(reader.ValueSpan, Fields[field]))
                return field;
        }

        return -1;
    }

    private void Unknown(ref Utf8JsonReader reader, int? number)
    {
        var name = TextOf(ref reader) ?? "a name that is not Unicode";
        var hint = NearestNames.Hint(name, Fields);
        Add(new FieldProblem(number, name, $"A report has no '{name}'.", hint) { Reason = RefusalReason.UnknownField });
    }

    private void Add(int? number, string field, string clause) =>
        Add(new FieldProblem(number, field, $"'{field}' {clause}") { Reason = RefusalReason.Type });

    /// <returns>What is wrong with the value, or null.</returns>
    private string? Set(ref Utf8JsonReader reader, int field) => field switch
    {
        0 => SetId(ref reader),
        1 => (_outcome = Outcome(ref reader)) is null ? $"is {_outcomes.Accepted}." : null,
        2 => SetTime(ref reader),
        _ => throw new UnreachableException(),
    };

    /// <summary>By its text, or by what JSON has of the same meaning: <c>true</c> for "True", <c>1</c> for "1".</summary>
    private LoggedValue? Outcome(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => _outcomes.OfText(TextOf(ref reader)),
        JsonTokenType.Number when reader.TryGetDouble(out var number) => _outcomes.OfNumber(number),
        JsonTokenType.True or JsonTokenType.False => _outcomes.OfTruth(reader.GetBoolean()),
        _ => null,
    };

    private string? SetId(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !PredictionId.TryParse(TextOf(ref reader), null, out var id))
            return $"is the id of a prediction: {PredictionId.Length} lower-case hexadecimal digits.";
        _id = id;
        return null;
    }

    private string? SetTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String || !HasOffset(TextOf(ref reader))
            || !reader.TryGetDateTimeOffset(out var time))
            return "is a time with its offset, as ISO 8601 has it: 2026-01-02T03:04:05Z, or ...+01:00.";
        if (time > _now + Skew)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"is in the future: the server's clock has {_now.UtcDateTime:s}Z.");
        }

        _time = time;
        return null;
    }

    private static bool HasOffset(string? text) => text is { Length: > DateLength + OffsetLength }
        && text[DateLength] == 'T' && (text[^1] == 'Z' || text[^OffsetLength] is '+' or '-');

    /// <summary>Null for a text with half a surrogate pair.</summary>
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
