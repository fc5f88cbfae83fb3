using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Identity;

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
