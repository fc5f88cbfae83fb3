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
        Form = new AnswerForm(Signature);
        InputNames = [.. Signature.Inputs.Select(x => x.Name)];
        Document = JsonSerializer.SerializeToUtf8Bytes(Describe(), DocumentJson.Options);
        Brief = CompactJson.Of(new { identity.Name, identity.Version, identity.Digest });
    }

    public IPredictor Predictor { get; }

    public ServedModel Identity { get; }

    public ModelSignature Signature => Predictor.Signature;

    public IReadOnlyList<string> InputNames { get; }

    /// <summary>How its answers are told.</summary>
    public AnswerForm Form { get; }

    /// <summary>What <c>GET /model</c> answers.</summary>
    public ReadOnlyMemory<byte> Document { get; }

    /// <summary>The part of it that stands in every answer.</summary>
    public ReadOnlyMemory<byte> Brief { get; }

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
