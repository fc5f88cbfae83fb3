using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Predictions;

/// <summary>One answer of one server: 32 hexadecimal digits. Who learns later what came true reports it under this id.</summary>
[JsonConverter(typeof(ParsableConverter<PredictionId>))]
public readonly record struct PredictionId : IParsable<PredictionId>
{
    private const int Length = 32;

    private readonly string? _value;

    private PredictionId(string value) => _value = value;

    internal ulong Server => Part(0);

    internal ulong Number => Part(Length / 2);

    /// <param name="server">The number of the server.</param>
    /// <param name="number">Its answers, counted.</param>
    public static PredictionId Of(ulong server, ulong number) => new($"{server:x16}{number:x16}");

    /// <exception cref="FormatException">The text is not the id of a prediction.</exception>
    public static PredictionId Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException($"'{s}' is not the id of a prediction; {Length} lower-case hexadecimal digits are.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PredictionId result)
    {
        var isId = Hexadecimal.IsLower(s, Length);
        result = isId ? new PredictionId(s!) : default;
        return isId;
    }

    public override string ToString() => _value ?? "";

    private ulong Part(int start) =>
        ulong.Parse(_value.AsSpan(start, Length / 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
