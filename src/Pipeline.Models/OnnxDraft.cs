using System.Globalization;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>A model's form in ONNX as its trainer wrote it: nobody has yet held its answers against the model's.</summary>
public abstract record OnnxDraft
{
    private OnnxDraft()
    {
    }

    /// <param name="Bytes">An ONNX file whose inputs are of shape <c>[N, 1]</c>: floats, or texts.</param>
    /// <param name="Outputs">The outputs that hold the model's answers, in their order: one for each, or one for all.</param>
    public sealed record Written(ReadOnlyMemory<byte> Bytes, IReadOnlyList<string> Outputs) : OnnxDraft
    {
        /// <summary>What the file is told of rows: a column of numbers or of texts for each of its inputs, by its name.</summary>
        public required Func<Table, Table> Tell { get; init; }
    }

    /// <param name="Reason">Why the model cannot be written so, as a clause.</param>
    public sealed record Impossible(string Reason) : OnnxDraft;
}

/// <summary>Whether a model is there in ONNX as well.</summary>
public sealed record OnnxForm
{
    /// <summary>The name of its file beside the model's own.</summary>
    public const string FileName = "model.onnx";

    /// <summary>Why it is not, as a clause; null where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>How many rows both were asked about; 0 where it did not come to that.</summary>
    public int Rows { get; init; }

    /// <summary>Of their answers to these rows, relative to the answer.</summary>
    public double LargestDifference { get; init; }

    /// <summary>"model.onnx, the same on 1000 rows to 2e-07", or "none: a step cannot be converted".</summary>
    public override string ToString() => Reason is null
        ? string.Create(CultureInfo.InvariantCulture, $"{FileName}, the same on {Rows} rows to {LargestDifference:0e+00}")
        : $"none: {Reason}";
}
