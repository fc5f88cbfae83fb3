using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Predictions;

/// <summary>Writes entries as JSON lines.</summary>
public static class PredictionLine
{
    internal const string PredictionType = "prediction/v1";
    internal const string FeedbackType = "feedback/v1";

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
            if (entry is PredictionLogEntry.Prediction prediction)
                Write(prediction, writer);
            else
                Write((PredictionLogEntry.Feedback)entry, writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
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
        if (entry.TraceId is { } trace)
            writer.WriteString("traceId", trace);
    }

    private static void Write(PredictionLogEntry.Feedback entry, Utf8JsonWriter writer)
    {
        WriteHead(FeedbackType, entry, writer);
        writer.WritePropertyName("outcome");
        Write(entry.Outcome, writer);
    }

    private static void WriteHead(string type, PredictionLogEntry entry, Utf8JsonWriter writer)
    {
        writer.WriteString("type", type);
        writer.WriteString("id", entry.Id.ToString());
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
