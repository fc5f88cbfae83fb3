using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Models;

namespace Pipeline.Onnx.Sessions;

/// <summary>
/// How a model's own inputs and outputs are those of its signature. It is a file of the model, found when the model is taken in,
/// so that a server need find out nothing.
/// </summary>
internal sealed record OnnxBinding
{
    /// <summary>The name of its file beside the model's own.</summary>
    public const string FileName = "binding.json";

    public required IReadOnlyList<BoundInput> Inputs { get; init; }

    public required BoundOutput Output { get; init; }

    /// <summary>What a missing text is told as.</summary>
    public required string MissingText { get; init; }

    /// <summary>
    /// How many rows of a table are asked for at once: 1 where the model takes no more, or answers to several otherwise than to
    /// each.
    /// </summary>
    public required int RowsAtOnce { get; init; }

    /// <summary>The same bytes for the same binding.</summary>
    public byte[] ToBytes() => CanonicalJson.Of(this);

    /// <exception cref="UnreadableModelException">It is malformed, or not of this signature.</exception>
    public static OnnxBinding Read(ReadOnlySpan<byte> utf8, ModelSignature signature)
    {
        OnnxBinding? binding = null;
        JsonException? malformed = null;
        try
        {
            binding = JsonSerializer.Deserialize<OnnxBinding>(utf8, DocumentJson.Options);
        }
        catch (JsonException exception)
        {
            malformed = exception;
        }

        return binding is not null && binding.Fits(signature) ? binding : throw new UnreadableModelException(
            FileName, "it does not belong to the signature", "Train the model again.", malformed);
    }

    private bool Fits(ModelSignature signature) =>
        RowsAtOnce > 0
        && Inputs.Count > 0
        && Inputs.All(input => input.Places.Count > 0 && input.Places.All(x => x >= 0 && x < signature.Inputs.Count))
        && (Output.Keys is { } keys
            ? keys.Count == signature.Outputs.Count
            : Output.Width > 0
                && Output.Columns.Count == signature.Outputs.Count
                && Output.Columns.All(x => x >= 0 && x < Output.Width));
}

/// <summary>A tensor that a model takes.</summary>
/// <param name="Name">As the model has it.</param>
/// <param name="Element">What it is made of.</param>
/// <param name="Places">Of its columns, in order, which input of the signature each is.</param>
/// <param name="IsFlat">It has rows alone, one column without a dimension of its own.</param>
internal sealed record BoundInput(string Name, OnnxElement Element, IReadOnlyList<int> Places, bool IsFlat);

/// <summary>The kinds of values that tensors of rows are made of.</summary>
internal enum OnnxElement
{
    Float,
    Double,
    Int32,
    Int64,
    Boolean,
    Text,
}

/// <summary>What a model's answers are read from.</summary>
/// <param name="Name">As the model has it.</param>
/// <param name="Width">How many numbers of a tensor belong to a row.</param>
/// <param name="Columns">For each output of the signature, the place of its number among these.</param>
/// <param name="Transform">What makes answers of the numbers.</param>
/// <param name="Keys">Of a map for each row, the key of each output of the signature; null for a tensor.</param>
internal sealed record BoundOutput(
    string Name, int Width, IReadOnlyList<int> Columns, AnswerTransform Transform, IReadOnlyList<string>? Keys = null);

/// <summary>What makes answers of a model's numbers.</summary>
internal enum AnswerTransform
{
    /// <summary>They are answers: numbers.</summary>
    None,

    /// <summary>They are probabilities, but for a float's last digits beyond 0 and 1.</summary>
    Clamp,

    /// <summary>Of one logit, the probability.</summary>
    Sigmoid,

    /// <summary>Of the logits of classes, the probabilities.</summary>
    Softmax,
}
