using Pipeline.Models;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Models of losses as they stand in a reference: by metric, then by the name of a file, its bytes. They are small, and a
/// reference without them would be half of one.
/// </summary>
public static class KeptModels
{
    private const string Place = "the monitoring reference";

    /// <summary>To be kept.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, byte[]>> Of(MadeLossModels made)
    {
        ArgumentNullException.ThrowIfNull(made);
        return made.Models.ToDictionary(
            x => x.Key,
            x => (IReadOnlyDictionary<string, byte[]>)x.Value.Files.ToDictionary(y => y.Key, y => y.Value.ToArray()));
    }

    /// <summary>Ready to answer; null where a reference has none.</summary>
    /// <exception cref="UnreadableModelException">A model's files are damaged, or no flavor loads them.</exception>
    public static LossModels? Load(ReferenceDocument? reference, PredictorCatalog predictors)
    {
        ArgumentNullException.ThrowIfNull(predictors);
        if (reference is not { LossModels.Count: > 0 })
            return null;
        var loaded = new Dictionary<string, IPredictor>(StringComparer.Ordinal);
        foreach (var (metric, files) in reference.LossModels)
        {
            var bytes = files.ToDictionary(x => x.Key, x => (ReadOnlyMemory<byte>)x.Value);
            loaded.Add(metric, predictors.Load(ModelArtifact.Of(bytes, Place)));
        }

        return new LossModels(loaded);
    }
}
