using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Checks;

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
