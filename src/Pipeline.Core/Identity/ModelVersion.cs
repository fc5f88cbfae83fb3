using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Identity;

/// <summary>The number that the registry gave a model: 1, 2, 3. A name for people; identity is the digest.</summary>
[JsonConverter(typeof(ModelVersionConverter))]
public readonly record struct ModelVersion : IParsable<ModelVersion>, IComparable<ModelVersion>
{
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public ModelVersion(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        Number = number;
    }

    public int Number { get; }

    public static bool operator <(ModelVersion left, ModelVersion right) => left.Number < right.Number;

    public static bool operator >(ModelVersion left, ModelVersion right) => left.Number > right.Number;

    public static bool operator <=(ModelVersion left, ModelVersion right) => left.Number <= right.Number;

    public static bool operator >=(ModelVersion left, ModelVersion right) => left.Number >= right.Number;

    /// <summary>Reads "3" and "v3".</summary>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static ModelVersion Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var version)
        ? version
        : throw new FormatException($"'{s}' is not a version; a whole number above zero is, such as 3 or v3.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ModelVersion result)
    {
        var digits = s is ['v', .. var rest] ? rest : s;
        var isVersion = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        result = isVersion ? new ModelVersion(number) : default;
        return isVersion;
    }

    public int CompareTo(ModelVersion other) => Number.CompareTo(other.Number);

    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}

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
