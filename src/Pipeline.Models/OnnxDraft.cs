namespace Pipeline.Models;

/// <summary>A model's form in ONNX as its trainer wrote it: nobody has yet held its answers against the model's.</summary>
public abstract record OnnxDraft
{
    private OnnxDraft()
    {
    }

    /// <param name="Bytes">An ONNX file whose inputs have the names of the model's, each of shape <c>[N, 1]</c>.</param>
    /// <param name="Outputs">The names of the outputs that hold the model's answers, in their order.</param>
    public sealed record Written(ReadOnlyMemory<byte> Bytes, IReadOnlyList<string> Outputs) : OnnxDraft;

    /// <param name="Reason">Why the model cannot be written so, as a clause.</param>
    public sealed record Impossible(string Reason) : OnnxDraft;
}
