using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text.RegularExpressions;

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

/// <summary>The name of a model: 1 to 63 lower-case letters, digits and single dashes, beginning with a letter.</summary>
[Description("a name of " + Slug.Accepted + ",")]
[JsonConverter(typeof(ParsableConverter<ModelName>))]
public readonly record struct ModelName : IParsable<ModelName>
{
    private readonly string? _value;

    private ModelName(string value) => _value = value;

    /// <exception cref="FormatException">The text is not such a name.</exception>
    public static ModelName Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var name)
        ? name
        : throw new FormatException($"'{s}' is not a model name; {Slug.Accepted} make one.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ModelName result)
    {
        var isName = Slug.IsValid(s);
        result = isName ? new ModelName(s!) : default;
        return isName;
    }

    public override string ToString() => _value ?? "";
}

/// <summary>One run of training: 16 hexadecimal digits, derived from what it was made of, never from chance or time.</summary>
[JsonConverter(typeof(ParsableConverter<RunId>))]
public readonly record struct RunId : IParsable<RunId>
{
    private const int Length = 16;

    private readonly string? _value;

    private RunId(string value) => _value = value;

    /// <summary>The id of the run with this content: the same training again is the same run.</summary>
    public static RunId Of(Digest content) => new(content.Hex[..Length]);

    /// <exception cref="FormatException">The text is not a run id.</exception>
    public static RunId Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException($"'{s}' is not a run id; {Length} lower-case hexadecimal digits are.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RunId result)
    {
        var isId = Hexadecimal.IsLower(s, Length);
        result = isId ? new RunId(s!) : default;
        return isId;
    }

    public override string ToString() => _value ?? "";
}

/// <summary>Names that are safe as a folder, an image repository, a host name and a label.</summary>
public static partial class Slug
{
    public const string Accepted = "1 to 63 lower-case letters, digits and single dashes, beginning with a letter";

    [GeneratedRegex(@"\A[a-z](?:-?[a-z0-9]){0,62}\z")]
    public static partial Regex Pattern();

    public static bool IsValid(string? text) => text is { Length: <= 63 } && Pattern().IsMatch(text);
}

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
