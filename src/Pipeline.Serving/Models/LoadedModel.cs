using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving.Models;

/// <summary>The model that a server answers with, and everything about it that is the same for every request.</summary>
internal sealed class LoadedModel
{
    public LoadedModel(IPredictor predictor, ServedModel identity)
    {
        (Predictor, Identity) = (predictor, identity);
        OutputNames = [.. Signature.Outputs.Select(x => JsonEncodedText.Encode(x))];
        InputNames = [.. Signature.Inputs.Select(x => x.Name)];
        Document = JsonSerializer.SerializeToUtf8Bytes(Describe(), DocumentJson.Options);
        Brief = CompactJson.Of(new { identity.Name, identity.Version, identity.Digest });
        Decisive = Signature.Outputs.ToList().IndexOf(Signature.Decision.Output);
    }

    public IPredictor Predictor { get; }

    public ServedModel Identity { get; }

    public ModelSignature Signature => Predictor.Signature;

    public IReadOnlyList<string> InputNames { get; }

    /// <summary>Of the answers, escaped once.</summary>
    public IReadOnlyList<JsonEncodedText> OutputNames { get; }

    /// <summary>What <c>GET /model</c> answers.</summary>
    public ReadOnlyMemory<byte> Document { get; }

    /// <summary>The part of it that stands in every answer.</summary>
    public ReadOnlyMemory<byte> Brief { get; }

    /// <summary>Which answer decides about the class, by its place among the answers.</summary>
    public int Decisive { get; }

    public string Label(double answer) =>
        Signature.Decision.IsPositive(answer) ? Signature.Label.Positive : Signature.Label.Negative;

    private object Describe() => new
    {
        Identity.Name,
        Identity.Version,
        Identity.Digest,
        Identity.Environment,
        Identity.Revision,
        Toolkit = Toolkit.Version,
        Signature,
    };
}
