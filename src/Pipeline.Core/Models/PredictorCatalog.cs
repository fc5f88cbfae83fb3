using Pipeline.Core.Problems;

namespace Pipeline.Core.Models;

/// <summary>The model formats that a host can load.</summary>
public sealed class PredictorCatalog(params IEnumerable<IPredictorFormat> formats)
{
    private readonly Dictionary<string, IPredictorFormat> _byName = formats.ToDictionary(x => x.Name, StringComparer.Ordinal);

    /// <exception cref="UnreadableModelException">No format is of the signature's name, or the files are damaged.</exception>
    public IPredictor Load(ModelPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var name = payload.Signature.Format;
        return _byName.TryGetValue(name, out var format) ? format.Load(payload) : throw new UnreadableModelException(
            ModelSignature.FileName, $"its format '{name}' is not known here", NearestNames.Hint(name, _byName.Keys));
    }
}
