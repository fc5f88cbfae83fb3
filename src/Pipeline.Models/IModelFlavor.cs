namespace Pipeline.Models;

/// <summary>Loads the models of one flavor, in MLflow's sense: of one library that can score them.</summary>
public interface IModelFlavor
{
    /// <summary>As signatures have it: "mlnet".</summary>
    string Name { get; }

    /// <summary>The payload's digest was checked by whoever read it; a loader may trust its bytes.</summary>
    /// <exception cref="UnreadableModelException">The files are damaged, or the signature is another model's.</exception>
    IPredictor Load(ModelPayload payload);
}
