using Pipeline.Core.Problems;

namespace Pipeline.Models;

/// <summary>The flavors of models that a host can load.</summary>
public sealed class PredictorCatalog(params IEnumerable<IModelFlavor> flavors)
{
    private readonly Dictionary<string, IModelFlavor> _byName = flavors.ToDictionary(x => x.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <exception cref="UnreadableModelException">No flavor is of the signature's name, or the files are damaged.</exception>
    public IPredictor Load(ModelPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var name = payload.Signature.Flavor;
        return _byName.TryGetValue(name, out var flavor) ? flavor.Load(payload) : throw new UnreadableModelException(
            ModelSignature.FileName, $"its flavor '{name}' is not known here", NearestNames.Hint(name, _byName.Keys));
    }
}
