using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Identity;

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
