using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Extensions;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving.Models;

/// <summary>The model that a server answers with, and everything about it that is the same for every request.</summary>
internal sealed class LoadedModel
{
    private readonly Lazy<IExplainer?> _explainer;

    /// <param name="predictor">It stays its owner's.</param>
    /// <param name="identity">Which model it is.</param>
    /// <param name="background">What its answers are explained by; nothing by default.</param>
    public LoadedModel(IPredictor predictor, ServedModel identity, Background? background = null)
    {
        (Predictor, Identity) = (predictor, identity);
        Form = new AnswerForm(Signature);
        _explainer = new(() => Explainers.Of(predictor, background ?? new Background()));
        InputNames = [.. Signature.Inputs.Select(x => x.Name)];
        Document = JsonSerializer.SerializeToUtf8Bytes(Describe(), DocumentJson.Options);
        Brief = CompactJson.Of(new { identity.Name, identity.Version, identity.Digest });
    }

    public IPredictor Predictor { get; }

    /// <summary>Made when somebody first asks; null where there is nothing to explain answers by.</summary>
    public IExplainer? Explainer => _explainer.Value;

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

/// <summary>The flavors of a team's own library, which an image has beside the server.</summary>
internal static class ExtensionFlavors
{
    /// <param name="server">The folder of the server.</param>
    /// <exception cref="Core.Problems.InvalidInputException">The library cannot be loaded.</exception>
    public static IReadOnlyList<IModelFlavor> In(string server) =>
        [.. ExtensionLibrary.Beside(server).OrThrow().SelectMany(library => library.Create<IModelFlavor>().OrThrow())];
}
