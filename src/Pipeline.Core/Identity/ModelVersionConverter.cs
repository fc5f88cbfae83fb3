using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Identity;

/// <summary>A version is a JSON number.</summary>
internal sealed class ModelVersionConverter : JsonConverter<ModelVersion>
{
    public override ModelVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number > 0
            ? new ModelVersion(number)
            : throw new JsonException("A version is a whole number above zero.");

    public override void Write(Utf8JsonWriter writer, ModelVersion value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Number);
}
