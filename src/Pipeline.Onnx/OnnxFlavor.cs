using Microsoft.ML.OnnxRuntime;
using Pipeline.Models;
using Pipeline.Onnx.Sessions;

namespace Pipeline.Onnx;

/// <summary>Loads models that were made elsewhere and written as ONNX; ONNX Runtime answers.</summary>
public sealed class OnnxFlavor : IModelFlavor
{
    /// <summary>As signatures have it.</summary>
    public const string FlavorName = "onnx";

    /// <summary>The name of the model's own file.</summary>
    internal const string FileName = OnnxForm.FileName;

    /// <summary>The packages that a server needs for models of this flavor, and for no others.</summary>
    public static IReadOnlyCollection<string> Packages { get; } =
        ["Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntime.Managed"];

    /// <summary>What a process that loads such models is started with.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } =
        new Dictionary<string, string> { [OnnxSessions.NoTelemetry] = "1" };

    public string Name => FlavorName;

    public IPredictor Load(ModelArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var binding = OnnxBinding.Read(FileOf(artifact, OnnxBinding.FileName).Span, artifact.Signature);
        try
        {
            return new OnnxPredictor(OnnxSessions.Open(FileOf(artifact, FileName)), binding, artifact.Signature);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new UnreadableModelException(FileName, OnnxSessions.Explain(exception), "Train the model again.", exception);
        }
    }

    private static ReadOnlyMemory<byte> FileOf(ModelArtifact artifact, string name) =>
        artifact.Files.TryGetValue(name, out var bytes)
            ? bytes
            : throw new UnreadableModelException(name, "the file is missing", "Train the model again.");
}
