using System.IO.Compression;
using Microsoft.ML;
using Pipeline.Models;

namespace Pipeline.MLNet;

/// <summary>Loads models that were trained by ML.NET.</summary>
public sealed class MLNetFlavor : IModelFlavor
{
    internal const string FlavorName = "mlnet";

    public string Name => FlavorName;

    public IPredictor Load(ModelArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        if (!artifact.Files.TryGetValue(ModelZip.FileName, out var bytes))
            throw new UnreadableModelException(ModelZip.FileName, "the file is missing", "Train the model again.");
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            return new MLNetPredictor(artifact.Signature, new MLContext().Model.Load(stream, out _));
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

/// <summary>ML.NET's file of a model, always with the same bytes for the same model.</summary>
internal static class ModelZip
{
    public const string FileName = "model.zip";

    private const string Version = "Version.txt";

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Save(
        MLContext context, ITransformer model, DataViewSchema schema)
    {
        using var saved = new MemoryStream();
        context.Model.Save(model, schema, saved);
        return new Dictionary<string, ReadOnlyMemory<byte>> { [FileName] = Normalise(saved) };
    }

    /// <summary>ML.NET stamps times; here entries are in ordinal order, of no time, and stored rather than compressed.</summary>
    private static byte[] Normalise(Stream saved)
    {
        using var normal = new MemoryStream();
        using (var from = new ZipArchive(saved, ZipArchiveMode.Read))
        using (var to = new ZipArchive(normal, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.Where(IsRead).OrderBy(x => x.FullName, StringComparer.Ordinal))
                Copy(entry, to.CreateEntry(entry.FullName, CompressionLevel.NoCompression));
        }

        return normal.ToArray();
    }

    // Some steps describe themselves for people in a text beside their own file, in the numbers of the current culture;
    // loading reads none of these but the version.
    private static bool IsRead(ZipArchiveEntry entry) =>
        entry.Name == Version || !entry.Name.EndsWith(".txt", StringComparison.Ordinal);

    private static void Copy(ZipArchiveEntry from, ZipArchiveEntry to)
    {
        to.LastWriteTime = NoTime;
        using var source = from.Open();
        using var target = to.Open();
        source.CopyTo(target);
    }
}
