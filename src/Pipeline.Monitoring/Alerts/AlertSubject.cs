using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;

namespace Pipeline.Monitoring.Alerts;

/// <summary>What an alert is about. Two verdicts about the same subject are one alert.</summary>
/// <param name="Model">Whose predictions are watched.</param>
/// <param name="Environment">Its key in environments.yml.</param>
/// <param name="Rule">By its name in the manifest, or what it measures where it has none.</param>
public sealed record AlertSubject(ModelName Model, string Environment, string Rule)
{
    /// <summary>The column that the rule looked at; null where it is about none.</summary>
    public string? Column { get; init; }

    /// <summary>The part of the rows, as "sex=F"; null for all of them.</summary>
    public string? Slice { get; init; }

    [JsonIgnore]
    public AlertFingerprint Fingerprint => AlertFingerprint.Of(this);

    /// <summary>The subject of a verdict.</summary>
    public static AlertSubject Of(ModelName model, string environment, string rule, Measurement measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        return new AlertSubject(model, environment, rule) { Column = measurement.Column, Slice = measurement.Slice };
    }

    /// <summary>"drift of column 'age' for sex=F, production of loan-default".</summary>
    public override string ToString()
    {
        var column = Column is null ? "" : $" of column '{Column}'";
        var slice = Slice is null ? "" : $" for {Slice}";
        return $"{Rule}{column}{slice}, {Environment} of {Model}";
    }
}

/// <summary>
/// An alert's identity: 16 hexadecimal digits of its subject's canonical JSON, as long as Alertmanager's. The same subject has
/// the same one everywhere.
/// </summary>
[JsonConverter(typeof(ParsableConverter<AlertFingerprint>))]
public readonly record struct AlertFingerprint : IParsable<AlertFingerprint>
{
    private const int Length = 16;

    private readonly string? _hex;

    private AlertFingerprint(string hex) => _hex = hex;

    public static AlertFingerprint Of(AlertSubject subject) => new(Digest.OfJson(subject).Hex[..Length]);

    /// <exception cref="FormatException">The text is no fingerprint.</exception>
    public static AlertFingerprint Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var fingerprint)
        ? fingerprint
        : throw new FormatException($"'{s}' is no fingerprint of an alert; {Length} lower-case hexadecimal digits are.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AlertFingerprint result)
    {
        var isFingerprint = Hexadecimal.IsLower(s, Length);
        result = isFingerprint ? new AlertFingerprint(s!) : default;
        return isFingerprint;
    }

    public override string ToString() => _hex ?? "";
}
