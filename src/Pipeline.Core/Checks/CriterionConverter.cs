using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pipeline.Core.Problems;

namespace Pipeline.Core.Checks;

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

    private static Criterion Read(JsonObject limits) => limits.First() switch
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
