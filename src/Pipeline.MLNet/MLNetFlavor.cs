using Microsoft.ML;
using Pipeline.Models;

namespace Pipeline.MLNet;

/// <summary>Loads models that were trained by ML.NET.</summary>
public sealed class MLNetFlavor : IModelFlavor
{
    internal const string FlavorName = "mlnet";

    public string Name => FlavorName;

    public IPredictor Load(ModelPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        if (!payload.Files.TryGetValue(ModelZip.FileName, out var bytes))
            throw new UnreadableModelException(ModelZip.FileName, "the file is missing", "Train the model again.");
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            return new MLNetPredictor(payload.Signature, new MLContext().Model.Load(stream, out _));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw new UnreadableModelException(
                ModelZip.FileName, "it is damaged, or its signature is another model's", "Train the model again.", exception);
        }
    }

    /// <summary>What ML.NET and its zip reader throw at bytes that are no model, or another one.</summary>
    private static bool IsDamage(Exception exception) => exception
        is FormatException or IOException or InvalidDataException or InvalidOperationException or ArgumentException;
}
