namespace Pipeline.Core.Models;

/// <summary>Loads the models of one format.</summary>
public interface IPredictorFormat
{
    /// <summary>As signatures have it: "ml.net".</summary>
    string Name { get; }

    /// <exception cref="UnreadableModelException">The files are damaged, or of another package mode.</exception>
    IPredictor Load(ModelPayload payload);
}
