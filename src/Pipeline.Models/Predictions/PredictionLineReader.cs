using System.Text.Json;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Models.Predictions;

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
            return Validated.Invalid<PredictionLogEntry>(location.Problem(
                "The line is no entry of a prediction log, or is not complete.", "A server that was killed leaves such a line."));
        }
    }

    private static PredictionLogEntry Entry(JsonElement element) => element.GetProperty("type").GetString() switch
    {
        PredictionLine.PredictionType => Prediction(element),
        PredictionLine.FeedbackType => new PredictionLogEntry.Feedback
        {
            Id = PredictionId.Parse(Text(element, "id")),
            Time = element.GetProperty("time").GetDateTimeOffset(),
            Outcome = Value(element.GetProperty("outcome")),
        },
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
        TraceId = element.TryGetProperty("traceId", out var trace) ? trace.GetString() : null,
    };

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
