using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json;
using Pipeline.Core.Problems;

namespace Pipeline.Core.Checks;

/// <summary>A limit, in the one grammar that manifests, documents and reports share. Limits themselves are good values.</summary>
[JsonConverter(typeof(CriterionConverter))]
public abstract record Criterion
{
    private Criterion()
    {
    }

    /// <summary>
    /// Holds the measurement against this limit. With a confidence interval, all of it must be on the good side to pass and
    /// all of it on the bad side to fail; without one the value decides. What was not measured never passes.
    /// </summary>
    public Verdict Judge(Measurement measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        return Judgement.Of(this, measurement);
    }

    /// <summary>The limit in words: "at least 0.8".</summary>
    public sealed override string ToString() => Wording.Of(this);

    private static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A limit is a finite number.");

    /// <summary><c>at-least: 0.8</c></summary>
    public sealed record AtLeast(double Limit) : Criterion
    {
        public double Limit { get; } = Finite(Limit, nameof(Limit));
    }

    /// <summary><c>at-most: 5</c></summary>
    public sealed record AtMost(double Limit) : Criterion
    {
        public double Limit { get; } = Finite(Limit, nameof(Limit));
    }

    /// <summary><c>between: [0, 1]</c>, both ends included.</summary>
    public sealed record Between(double Low, double High) : Criterion
    {
        public double Low { get; } = Low <= High
            ? Finite(Low, nameof(Low))
            : throw new ArgumentOutOfRangeException(nameof(Low), Low, "The lower limit is not above the upper one.");

        public double High { get; } = Finite(High, nameof(High));
    }

    /// <summary><c>one-of: [car, home]</c>; a number equals an entry that reads as the same number.</summary>
    /// <remarks>A set has no sides, so that a confidence interval is not looked at: the value decides.</remarks>
    public sealed record OneOf(IReadOnlyList<string> Values) : Criterion
    {
        public IReadOnlyList<string> Values { get; } = Values is { Count: > 0 }
            ? [.. Values]
            : throw new ArgumentException("A set of accepted values has at least one.", nameof(Values));

        public bool Equals(OneOf? other) => other is not null && Values.SequenceEqual(other.Values);

        public override int GetHashCode() => Values.Aggregate(0, (hash, x) => HashCode.Combine(hash, x));
    }

    /// <summary><c>no-worse-than: champion, margin: 0.005, confidence: 0.95</c></summary>
    /// <param name="Reference">What is compared with.</param>
    /// <param name="Margin">The loss that is still accepted, in the unit of the measurement; not negative.</param>
    /// <param name="Confidence">What the interval of the difference must offer at least; between 0 and 1, both excluded.</param>
    public sealed record NoWorseThan(string Reference, double Margin = 0, double Confidence = 0.95) : Criterion
    {
        public string Reference { get; } = !string.IsNullOrWhiteSpace(Reference)
            ? Reference
            : throw new ArgumentException("A comparison names its reference.", nameof(Reference));

        public double Margin { get; } = Margin >= 0
            ? Finite(Margin, nameof(Margin))
            : throw new ArgumentOutOfRangeException(nameof(Margin), Margin, "A margin is not negative.");

        public double Confidence { get; } = Confidence is > 0 and < 1
            ? Confidence
            : throw new ArgumentOutOfRangeException(nameof(Confidence), Confidence, "A confidence is between 0 and 1.");
    }
}

/// <summary>The manifest's grammar in the documents' camel case: <c>{"atLeast": 0.8}</c>.</summary>
internal sealed class CriterionConverter : JsonConverter<Criterion>
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(Criterion));

    public override Criterion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (JsonNode.Parse(ref reader) is not JsonObject limits)
            throw new JsonException("A criterion is an object such as {\"atLeast\": 0.8}.");
        try
        {
            return Read(limits);
        }
        catch (ArgumentException exception)
        {
            throw new JsonException($"A criterion is malformed: {JsonProblem.Refusal(exception)}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException("A criterion is malformed: its limit is of another kind.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, Criterion value, JsonSerializerOptions options)
    {
        var limits = value switch
        {
            Criterion.AtLeast x => new JsonObject { ["atLeast"] = x.Limit },
            Criterion.AtMost x => new JsonObject { ["atMost"] = x.Limit },
            Criterion.Between x => new JsonObject { ["between"] = new JsonArray(x.Low, x.High) },
            Criterion.OneOf x => new JsonObject { ["oneOf"] = new JsonArray([.. x.Values.Select(v => JsonValue.Create(v))]) },
            Criterion.NoWorseThan x => new JsonObject
            {
                ["noWorseThan"] = x.Reference,
                ["margin"] = x.Margin,
                ["confidence"] = x.Confidence,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        limits.WriteTo(writer, options);
    }

    /// <summary>Canonical JSON has what belongs to a limit before it, where its name is earlier in the alphabet.</summary>
    private static Criterion Read(JsonObject limits) => limits.First(x => x.Key is not ("margin" or "confidence")) switch
    {
        { Key: "atLeast", Value: { } limit } => new Criterion.AtLeast((double)limit),
        { Key: "atMost", Value: { } limit } => new Criterion.AtMost((double)limit),
        { Key: "between", Value: JsonArray { Count: 2 } ends } => new Criterion.Between((double)ends[0]!, (double)ends[1]!),
        { Key: "oneOf", Value: JsonArray values } => new Criterion.OneOf([.. values.Select(x => (string)x!)]),
        { Key: "noWorseThan", Value: { } reference } => new Criterion.NoWorseThan(
            (string)reference!, (double?)limits["margin"] ?? 0, (double?)limits["confidence"] ?? 0.95),
        var other => throw new ArgumentException($"'{other.Key}' is not a known limit."),
    };
}
