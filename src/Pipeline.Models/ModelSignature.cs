using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Models.Documents;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;
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

    private const string KnownSchema = "pipeline/signature/v3";
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

    /// <summary>What becomes of the probability of two classes before anybody sees it. Default: null, nothing.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>What its answers come to. Default: what its task has.</summary>
    public DecisionRule Decision
    {
        get => field ?? TaskKind.Of(Task).Decision;
        init;
    }

    /// <summary>How the inputs' values are written.</summary>
    public ValueSpellings Spellings { get; init; } = ValueSpellings.Usual;

    /// <summary>What a server does with a row that has a value of a kind that training has not seen.</summary>
    public UnseenPolicy Unseen { get; init; } = UnseenPolicy.Warn;

    /// <summary>Inputs whose categories count together; null where none do.</summary>
    public IReadOnlyList<FeatureCross>? Crosses { get; init; }

    /// <summary>
    /// Of the model's other files by name, which <see cref="ModelArtifact"/> fills in: no library is given bytes that training
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
            if (Refuse(SchemaOf(utf8)) is { } refusal)
                return Invalid(refusal);
            var signature = JsonSerializer.Deserialize<ModelSignature>(utf8, DocumentJson.Options)!;
            if (signature is { Inputs.Count: 0 } or { Outputs.Count: 0 })
                return Invalid("The signature names no inputs or no outputs.");
            return (TaskKind.Of(signature.Task).Refuse(signature) ?? signature.Calibration?.Refuse(signature)) is { } mismatch
                ? Invalid(mismatch)
                : Validated.Valid(signature);
        }
        catch (JsonException exception)
        {
            return Validated.Invalid<ModelSignature>(JsonProblem.From(exception, file, utf8));
        }

        Validated<ModelSignature> Invalid(string message) =>
            Validated.Invalid<ModelSignature>(new Problem(file, null, null, message));
    }

    private static string? Refuse(string? schema) => schema switch
    {
        KnownSchema => null,
        FirstSchema => "A toolkit before 0.2 saved this model in a format that nothing reads any more.",
        null => $"The file names no schema; '{KnownSchema}' is read here.",
        _ => $"The signature's schema is '{schema}'; '{KnownSchema}' is read here.",
    };

    /// <summary>Asked before the rest is read, which has another form in every schema.</summary>
    private static string? SchemaOf(ReadOnlySpan<byte> utf8) =>
        JsonNode.Parse(utf8) is JsonObject signature
        && signature["schema"] is JsonValue schema && schema.TryGetValue(out string? name) ? name : null;
}

/// <summary>What kind of thing a model predicts.</summary>
public enum ModelTask
{
    /// <summary>One of two classes, with a score and usually a probability.</summary>
    BinaryClassification,

    /// <summary>A number.</summary>
    Regression,

    /// <summary>One of several classes, with a score for each.</summary>
    MulticlassClassification,
}

/// <summary>A column that a model reads.</summary>
/// <param name="Name">As in the data.</param>
/// <param name="Type">How a table keeps its values.</param>
/// <param name="MayBeMissing">
/// The training rows had missing values here. Without them a model still answers, but with a guess that nothing has tested.
/// </param>
/// <param name="Categories">In ordinal order; null for other types. Any other name counts as unseen.</param>
public sealed record ModelInput(
    string Name, ColumnType Type, bool MayBeMissing, IReadOnlyList<string>? Categories = null)
{
    /// <summary>What its values mean, which says how they may be spelled. Default: what <see cref="Type"/> alone tells.</summary>
    public DataType DataType { get; init; } = Type switch
    {
        ColumnType.Number => DataType.Number,
        ColumnType.Category => DataType.Category,
        _ => DataType.Text,
    };

    /// <summary>The values that the manifest accepts; null for any.</summary>
    public Criterion? Accepts { get; init; }

    /// <summary>
    /// What it becomes before the model learns from it; null for a model that takes it as it is, or was made by an older toolkit.
    /// </summary>
    public Feature? Feature { get; init; }
}

/// <summary>The names of what models answer; every answer is a number.</summary>
public static class ModelOutputs
{
    /// <summary>Any real number; the larger, the more likely the positive class.</summary>
    public const string Score = "score";

    /// <summary>Of the positive class, between 0 and 1.</summary>
    public const string Probability = "probability";

    /// <summary>What a regression predicts.</summary>
    public const string Value = "value";

    /// <summary>Under this name a response has the probabilities of several classes, each by the name of its class.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>The probability of one of several classes: "probabilities.Adelie".</summary>
    public static string ProbabilityOf(string name) => $"{Probabilities}.{name}";
}
