using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json;

namespace Pipeline.Core.Checks;

/// <summary>One thing that was measured, and how well.</summary>
public sealed record Measurement
{
    /// <summary>The metric or expectation, in the words of the manifest: roc_auc, rows, error_rate.</summary>
    public required string Name { get; init; }

    public required MeasuredValue Value { get; init; }

    /// <summary>The part of the rows that was looked at, as "sex=F"; null means all of them.</summary>
    public string? Slice { get; init; }

    /// <summary>The column that was looked at, where the measurement is about one.</summary>
    public string? Column { get; init; }

    /// <summary>The unit as people write it after the number: "ms", "%", "rows". Empty for a plain number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>How many samples the value rests on; null where that means nothing.</summary>
    public long? Samples { get; init; }

    /// <summary>The interval of the value itself, where it comes from a sample.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>What <see cref="Criterion.NoWorseThan"/> needs; null where nothing is compared.</summary>
    public Comparison? Comparison { get; init; }
}

/// <summary>What a sensor brought back: a number, a text, or the reason why there is neither.</summary>
[JsonConverter(typeof(MeasuredValueConverter))]
public abstract record MeasuredValue
{
    private MeasuredValue()
    {
    }

    /// <summary>A NaN or an infinity becomes <see cref="NotMeasured"/>, because a broken sensor measures nothing.</summary>
    public static implicit operator MeasuredValue(double value) => FromDouble(value);

    public static implicit operator MeasuredValue(string value) => new Text(value);

    public static MeasuredValue FromDouble(double value) => double.IsFinite(value)
        ? new Number(value)
        : new NotMeasured(string.Create(CultureInfo.InvariantCulture, $"the sensor returned {value}"));

    /// <summary>A category, a type, a name.</summary>
    public static MeasuredValue FromString(string value) => new Text(value);

    public sealed record Number(double Value) : MeasuredValue;

    public sealed record Text(string Value) : MeasuredValue;

    /// <summary>The sensor broke. <paramref name="Reason"/> continues "was not measured: ".</summary>
    public sealed record NotMeasured(string Reason) : MeasuredValue;

    /// <summary>There was nothing to measure. <paramref name="Reason"/> continues "does not apply: ".</summary>
    public sealed record NotApplicable(string Reason) : MeasuredValue;
}

/// <summary>A number is a JSON number, a text a JSON string, and a missing value an object that says why.</summary>
internal sealed class MeasuredValueConverter : JsonConverter<MeasuredValue>
{
    private const string NotMeasured = "notMeasured";
    private const string NotApplicable = "notApplicable";

    public override MeasuredValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => MeasuredValue.FromDouble(reader.GetDouble()),
            JsonTokenType.String => new MeasuredValue.Text(reader.GetString()!),
            JsonTokenType.StartObject => ReadReason(JsonElement.ParseValue(ref reader)),
            _ => throw new JsonException("A measured value is a number, a text, or the reason why there is none."),
        };

    public override void Write(Utf8JsonWriter writer, MeasuredValue value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case MeasuredValue.Number { Value: var number } when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case MeasuredValue.Number { Value: var number }:
                Write(writer, MeasuredValue.FromDouble(number), options);
                break;
            case MeasuredValue.Text { Value: var text }:
                writer.WriteStringValue(text);
                break;
            case MeasuredValue.NotMeasured { Reason: var reason }:
                WriteReason(writer, NotMeasured, reason);
                break;
            case MeasuredValue.NotApplicable { Reason: var reason }:
                WriteReason(writer, NotApplicable, reason);
                break;
        }
    }

    private static MeasuredValue ReadReason(JsonElement reasons) => reasons.EnumerateObject().ToList() switch
    {
        [{ Name: NotMeasured, Value: { ValueKind: JsonValueKind.String } x }] => new MeasuredValue.NotMeasured(x.GetString()!),
        [{ Name: NotApplicable, Value: { ValueKind: JsonValueKind.String } x }] =>
            new MeasuredValue.NotApplicable(x.GetString()!),
        _ => throw new JsonException($"The reason for a missing value is in '{NotMeasured}' or in '{NotApplicable}'."),
    };

    private static void WriteReason(Utf8JsonWriter writer, string name, string reason)
    {
        writer.WriteStartObject();
        writer.WriteString(name, reason);
        writer.WriteEndObject();
    }
}

/// <summary>The range that holds the true value with the given confidence.</summary>
/// <param name="Low">The lower end, in the unit of the measurement.</param>
/// <param name="High">The upper end, not below <paramref name="Low"/>.</param>
/// <param name="Confidence">Between 0 and 1, both excluded; 0.95 is usual.</param>
/// <remarks>A range that came out as NaN, infinite or reversed is carried as it is, and judged as a broken sensor.</remarks>
public sealed record ConfidenceInterval(
    [property: JsonConverter(typeof(FiniteOrNullConverter))] double Low,
    [property: JsonConverter(typeof(FiniteOrNullConverter))] double High,
    double Confidence = 0.95)
{
    /// <summary>Whether both ends are finite and in order.</summary>
    [JsonIgnore]
    public bool IsUsable => double.IsFinite(Low) && double.IsFinite(High) && Low <= High;
}

/// <summary>JSON has no NaN and no infinity: both are written as null, and null is read as NaN.</summary>
internal sealed class FiniteOrNullConverter : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }
}
