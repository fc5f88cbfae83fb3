using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Models.Values;

namespace Pipeline.Models;

/// <summary>
/// What a model takes and gives. It is part of the model, so it holds nothing that the same training would not write again:
/// no time, no run, no digest of data.
/// </summary>
public sealed record ModelSignature
{
    /// <summary>The name of its file beside the model's own.</summary>
    public const string FileName = "signature.json";

    private const string KnownSchema = "pipeline/signature/v2";
    private const string FirstSchema = "pipeline/signature/v1";

    [JsonPropertyOrder(-1)]
    public string Schema { get; init; } = KnownSchema;

    /// <summary>Who can load the model: the name of an <see cref="IModelFlavor"/>.</summary>
    public required string Flavor { get; init; }

    public required ModelTask Task { get; init; }

    public required ModelLabel Label { get; init; }

    /// <summary>In the order in which the model reads them.</summary>
    public required IReadOnlyList<ModelInput> Inputs { get; init; }

    /// <summary>The names of its answers, in order; <see cref="ModelOutputs"/> has those with a meaning.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>When its answer means the positive class. Default: a probability of one half or more.</summary>
    public DecisionRule Decision { get; init; } = DecisionRule.Usual;

    /// <summary>How the inputs' values are written.</summary>
    public ValueSpellings Spellings { get; init; } = ValueSpellings.Usual;

    /// <summary>What a server does with a row that has a value of a kind that training has not seen.</summary>
    public UnseenPolicy Unseen { get; init; } = UnseenPolicy.Warn;

    /// <summary>
    /// Of the model's other files by name, which <see cref="ModelPayload"/> fills in: no library is given bytes that training
    /// did not write.
    /// </summary>
    public IReadOnlyDictionary<string, Digest> Files { get; init; } = ReadOnlyDictionary<string, Digest>.Empty;

    /// <summary>The same bytes for the same signature.</summary>
    public byte[] ToBytes() => CanonicalJson.Of(this);

    /// <param name="utf8">What <see cref="ToBytes"/> made.</param>
    /// <param name="file">The path as the user knows it.</param>
    public static Validated<ModelSignature> Read(ReadOnlySpan<byte> utf8, string file)
    {
        try
        {
            if (IsOfTheFirstToolkit(utf8))
            {
                return Validated.Invalid<ModelSignature>(new Problem(
                    file, null, null, "A toolkit before 0.2 saved this model in a format that nothing reads any more."));
            }

            var signature = JsonSerializer.Deserialize<ModelSignature>(utf8, DocumentJson.Options);
            return signature is { Schema: KnownSchema, Inputs.Count: > 0, Outputs.Count: > 0 }
                && signature.Outputs.Contains(signature.Decision.Output)
                ? Validated.Valid(signature)
                : Validated.Invalid<ModelSignature>(new Problem(file, null, null, Refusal(signature)));
        }
        catch (JsonException exception)
        {
            return Validated.Invalid<ModelSignature>(JsonProblem.From(exception, file, utf8));
        }
    }

    private static string Refusal(ModelSignature? signature) => signature switch
    {
        null or { Schema: KnownSchema, Inputs.Count: 0 } or { Schema: KnownSchema, Outputs.Count: 0 } =>
            "The signature names no inputs or no outputs.",
        { Schema: KnownSchema } => $"The signature decides by '{signature.Decision.Output}', which is none of its outputs.",
        _ => $"The signature's schema is '{signature.Schema}'; '{KnownSchema}' is read here.",
    };

    private static bool IsOfTheFirstToolkit(ReadOnlySpan<byte> utf8) =>
        JsonNode.Parse(utf8) is JsonObject signature
        && signature["schema"] is JsonValue schema && schema.TryGetValue(out string? name) && name == FirstSchema;
}
