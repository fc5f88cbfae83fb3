using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Models.Predictions;

/// <summary>Writes entries as JSON lines.</summary>
public static class PredictionLine
{
    internal const string PredictionType = "prediction/v1";
    internal const string FeedbackType = "feedback/v1";
    internal const string RefusalsType = "refusals/v1";

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>One line with its line break.</summary>
    public static void Write(PredictionLogEntry entry, IBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            Write(entry, writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
    }

    private static void Write(PredictionLogEntry entry, Utf8JsonWriter writer)
    {
        switch (entry)
        {
            case PredictionLogEntry.Prediction prediction:
                Write(prediction, writer);
                break;
            case PredictionLogEntry.Feedback feedback:
                Write(feedback, writer);
                break;
            case PredictionLogEntry.Refusals refusals:
                Write(refusals, writer);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void Write(PredictionLogEntry.Prediction entry, Utf8JsonWriter writer)
    {
        WriteHead(PredictionType, entry, writer);
        Write(entry.Model, writer);
        writer.WriteString("route", entry.Route);
        Write("inputs", entry.Inputs, writer);
        Write("outputs", entry.Outputs, writer);
        writer.WriteNumber("latencyMs", entry.Latency.TotalMilliseconds);
        writer.WriteNumber("samplingProbability", entry.SamplingProbability);
        if (!entry.Key.IsNone)
            writer.WriteString("key", entry.Key.ToString());
        if (entry.TraceId is { } trace)
            writer.WriteString("traceId", trace);
    }

    private static void Write(PredictionLogEntry.Feedback entry, Utf8JsonWriter writer)
    {
        WriteHead(FeedbackType, entry, writer);
        writer.WritePropertyName("outcome");
        Write(entry.Outcome, writer);
    }

    private static void Write(PredictionLogEntry.Refusals entry, Utf8JsonWriter writer)
    {
        WriteHead(RefusalsType, entry, writer);
        writer.WriteString("since", entry.Since.UtcDateTime);
        Write(entry.Model, writer);
        writer.WriteNumber("requests", entry.Requests);
        writer.WriteStartArray("counts");
        foreach (var (field, reason, count) in entry.Counts)
        {
            writer.WriteStartObject();
            writer.WriteString("field", field);
            writer.WriteString("reason", RefusalReasons.NameOf(reason));
            writer.WriteNumber("count", count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteHead(string type, PredictionLogEntry entry, Utf8JsonWriter writer)
    {
        Span<byte> id = stackalloc byte[PredictionId.Length];
        entry.Id.TryFormat(id, out _);
        writer.WriteString("type", type);
        writer.WriteString("id"u8, id);
        writer.WriteString("time", entry.Time.UtcDateTime);
    }

    private static void Write(ServedModel model, Utf8JsonWriter writer)
    {
        writer.WriteString("model", model.Name.ToString());
        if (model.Version is { } version)
            writer.WriteNumber("version", version.Number);
        writer.WriteString("digest", model.Digest.ToString());
        writer.WriteString("environment", model.Environment);
        if (model.Revision is { } revision)
            writer.WriteNumber("revision", revision);
    }

    private static void Write(string name, LoggedValues values, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(name);
        for (var i = 0; i < values.Names.Count; i++)
        {
            writer.WritePropertyName(values.Names[i]);
            Write(values.Values[i], writer);
        }

        writer.WriteEndObject();
    }

    private static void Write(LoggedValue value, Utf8JsonWriter writer)
    {
        if (value.Number is { } number)
            writer.WriteNumberValue(number);
        else if (value.Text is { } text)
            writer.WriteStringValue(text);
        else
            writer.WriteNullValue();
    }
}

/// <summary>The model behind a prediction, and where it ran.</summary>
/// <param name="Name">For people.</param>
/// <param name="Version">The registry's; null for a model that was never registered.</param>
/// <param name="Digest">Of the model's files: which model it was.</param>
/// <param name="Environment">The environment's name; empty for a server that somebody started by hand.</param>
/// <param name="Revision">The environment's number of the deployment; null by hand.</param>
public sealed record ServedModel(ModelName Name, ModelVersion? Version, Digest Digest, string Environment, int? Revision);

/// <summary>Reads what <see cref="PredictionLine"/> writes. Properties that it does not know are left out.</summary>
public static class PredictionLineReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <param name="line">Without its line break.</param>
    /// <param name="location">For problems.</param>
    public static Validated<PredictionLogEntry> Read(ReadOnlyMemory<byte> line, SourceLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            return Validated.Valid(Entry(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException or ArgumentOutOfRangeException or OverflowException)
        {
            return Validated.Invalid<PredictionLogEntry>(Unreadable(location));
        }
    }

    internal static Problem Unreadable(SourceLocation location) => location.Problem(
        "The line is no entry of a prediction log, or is not complete.", "A server that was killed leaves such a line.");

    private static PredictionLogEntry Entry(JsonElement element) => element.GetProperty("type").GetString() switch
    {
        PredictionLine.PredictionType => Prediction(element),
        PredictionLine.FeedbackType => new PredictionLogEntry.Feedback
        {
            Id = PredictionId.Parse(Text(element, "id")),
            Time = element.GetProperty("time").GetDateTimeOffset(),
            Outcome = Value(element.GetProperty("outcome")),
        },
        PredictionLine.RefusalsType => Refusals(element),
        _ => throw new FormatException(),
    };

    private static PredictionLogEntry.Prediction Prediction(JsonElement element) => new()
    {
        Id = PredictionId.Parse(Text(element, "id")),
        Time = element.GetProperty("time").GetDateTimeOffset(),
        Model = Model(element),
        Route = Text(element, "route"),
        Inputs = Values(element.GetProperty("inputs")),
        Outputs = Values(element.GetProperty("outputs")),
        Latency = TimeSpan.FromMilliseconds(element.GetProperty("latencyMs").GetDouble()),
        SamplingProbability = element.GetProperty("samplingProbability").GetDouble() is > 0 and <= 1 and var probability
            ? probability
            : throw new FormatException(),
        Key = element.TryGetProperty("key", out var key) ? Key(key) : default,
        TraceId = element.TryGetProperty("traceId", out var trace) ? trace.GetString() : null,
    };

    private static PredictionKey Key(JsonElement element)
    {
        var text = Encoding.UTF8.GetBytes(element.GetString() ?? "");
        return PredictionKey.TryParse(text, out var key) ? key : throw new FormatException();
    }

    private static PredictionLogEntry.Refusals Refusals(JsonElement element) => new()
    {
        Id = PredictionId.Parse(Text(element, "id")),
        Time = element.GetProperty("time").GetDateTimeOffset(),
        Since = element.GetProperty("since").GetDateTimeOffset(),
        Model = Model(element),
        Requests = Count(element, "requests"),
        Counts = [.. element.GetProperty("counts").EnumerateArray().Select(x =>
            new RefusalCount(Text(x, "field"), RefusalReasons.Of(Text(x, "reason")), Count(x, "count")))],
    };

    private static long Count(JsonElement element, string name) =>
        element.GetProperty(name).GetInt64() is >= 0 and var count ? count : throw new FormatException();

    private static ServedModel Model(JsonElement element) => new(
        ModelName.Parse(Text(element, "model")),
        element.TryGetProperty("version", out var version) ? new ModelVersion(version.GetInt32()) : null,
        Digest.Parse(Text(element, "digest")),
        Text(element, "environment"),
        element.TryGetProperty("revision", out var revision) ? revision.GetInt32() : null);

    private static LoggedValues Values(JsonElement element)
    {
        var properties = element.EnumerateObject().ToList();
        return new LoggedValues([.. properties.Select(x => x.Name)], [.. properties.Select(x => Value(x.Value))]);
    }

    private static LoggedValue Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => LoggedValue.Of(element.GetDouble()),
        JsonValueKind.String => LoggedValue.Of(element.GetString()),
        JsonValueKind.Null => default,
        _ => throw new FormatException(),
    };

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException();
}

/// <summary>Reasons as logs have them.</summary>
internal static class RefusalReasons
{
    private static readonly (RefusalReason Reason, string Name)[] All =
        [.. Enum.GetValues<RefusalReason>().Select(x => (x, JsonNamingPolicy.KebabCaseLower.ConvertName(x.ToString())))];

    public static string NameOf(RefusalReason reason) => All[(int)reason].Name;

    /// <exception cref="FormatException">There is no such reason.</exception>
    public static RefusalReason Of(string name) =>
        Array.FindIndex(All, x => x.Name == name) is >= 0 and var place ? All[place].Reason : throw new FormatException();
}

/// <summary>
/// Lines of a file that may still be written to: what follows the last line break is not a line yet. A line that is too long
/// comes out cut, and is no entry then.
/// </summary>
internal sealed class LineReader(Stream stream, int longest)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>Of the line that was read last, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Valid until the next call; null at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        for (var searched = _start; ;)
        {
            var found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0 || _end - _start >= longest)
                return Take(found >= 0 ? searched + found : _end);
            searched = _end;
            if (_end == _buffer.Length)
                searched -= MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0)
                return null;
            _end += count;
        }
    }

    private ReadOnlyMemory<byte> Take(int end)
    {
        var line = _buffer.AsMemory(_start, end - _start);
        _start = Math.Min(end + 1, _end);
        Number++;
        return line;
    }

    /// <returns>How far what is left has moved towards the beginning.</returns>
    private int MakeRoom()
    {
        var (moved, rest) = (_start, _end - _start);
        var target = rest > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, rest).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, rest);
        return moved;
    }
}
