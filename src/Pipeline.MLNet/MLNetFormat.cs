using Microsoft.ML;
using Pipeline.Core.Documents;
using Pipeline.Core.Models;

namespace Pipeline.MLNet;

/// <summary>Loads models that were trained by ML.NET.</summary>
public sealed class MLNetFormat : IPredictorFormat
{
    internal const string FormatName = "ml.net";

    public string Name => FormatName;

    public IPredictor Load(ModelPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var mode = payload.Signature.Mode;
        if (mode != Toolkit.Current.Mode)
        {
            throw new UnreadableModelException(
                ModelSignature.FileName,
                $"it was trained in package mode '{Words(mode)}', and this is '{Words(Toolkit.Current.Mode)}'",
                "Load it in its own mode, or train it again in this one.");
        }

        if (!payload.Files.TryGetValue(ModelZip.FileName, out var bytes))
            throw new UnreadableModelException(ModelZip.FileName, "the file is missing", "Train the model again.");
        return Load(payload.Signature, bytes);
    }

    private static MLNetPredictor Load(ModelSignature signature, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            return new MLNetPredictor(signature, new MLContext().Model.Load(stream, out _));
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

    private static string Words(PackageMode mode) => mode == PackageMode.Nuget ? "nuget" : "polyfill";
}
