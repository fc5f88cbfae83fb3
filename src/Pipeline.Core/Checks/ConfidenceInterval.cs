using System.Text.Json.Serialization;

namespace Pipeline.Core.Checks;

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
