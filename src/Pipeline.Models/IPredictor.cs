using Pipeline.Core.Problems;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>A trained model that answers. Every member may be called by many threads at once.</summary>
public interface IPredictor : IDisposable
{
    ModelSignature Signature { get; }

    /// <summary>
    /// Scores every row, in the order of the rows: a number column for each output of the signature. The answers do not depend
    /// on how many threads the machine has, nor on the other rows.
    /// </summary>
    /// <exception cref="InvalidInputException">A column that the model reads is not there, or of another type.</exception>
    Table Score(Table rows, CancellationToken cancellationToken);

    /// <summary>Scores one row, with the same answers as <see cref="Score(Table, CancellationToken)"/>.</summary>
    /// <param name="row">Made for this very signature.</param>
    /// <param name="answers">As long as the signature's outputs, and in their order.</param>
    void Score(FeatureRow row, Span<double> answers);
}

/// <summary>Loads the models of one flavor, in MLflow's sense: of one library that can score them.</summary>
public interface IModelFlavor
{
    /// <summary>As signatures have it: "mlnet".</summary>
    string Name { get; }

    /// <summary>The artifact's digest was checked by whoever read it; a loader may trust its bytes.</summary>
    /// <exception cref="UnreadableModelException">The files are damaged, or the signature is another model's.</exception>
    IPredictor Load(ModelArtifact artifact);
}

/// <summary>The flavors of models that a host can load.</summary>
public sealed class PredictorCatalog(params IEnumerable<IModelFlavor> flavors)
{
    private readonly Dictionary<string, IModelFlavor> _byName = flavors.ToDictionary(x => x.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Makes a model ready to answer, calibrated if its signature says so.</summary>
    /// <exception cref="UnreadableModelException">No flavor is of the signature's name, or the files are damaged.</exception>
    public IPredictor Load(ModelArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var name = artifact.Signature.Flavor;
        if (!_byName.TryGetValue(name, out var flavor))
        {
            throw new UnreadableModelException(
                ModelSignature.FileName, $"its flavor '{name}' is not known here", NearestNames.Hint(name, _byName.Keys));
        }

        var predictor = flavor.Load(artifact);
        return artifact.Signature.Calibration is { } calibration ? new CalibratedPredictor(predictor, calibration) : predictor;
    }
}
