using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Identity;

/// <summary>An identity is a JSON string.</summary>
public sealed class ParsableConverter<T> : JsonConverter<T>
    where T : IParsable<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Text(value));

    private static T Parse(string text)
    {
        try
        {
            return T.Parse(text, null);
        }
        catch (FormatException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    private static string Text(T value) => value.ToString() is { Length: > 0 } text
        ? text
        : throw new InvalidOperationException($"A default {typeof(T).Name} names nothing and is not written.");
}
