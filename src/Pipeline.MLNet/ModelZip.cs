using System.IO.Compression;
using Microsoft.ML;

namespace Pipeline.MLNet;

/// <summary>ML.NET's file of a model, always with the same bytes for the same model.</summary>
internal static class ModelZip
{
    public const string FileName = "model.zip";

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Save(
        MLContext context, ITransformer model, DataViewSchema schema)
    {
        using var saved = new MemoryStream();
        context.Model.Save(model, schema, saved);
        return new Dictionary<string, ReadOnlyMemory<byte>> { [FileName] = Normalise(saved.ToArray()) };
    }

    /// <summary>ML.NET stamps times; here entries are in ordinal order, of no time, and stored rather than compressed.</summary>
    private static byte[] Normalise(byte[] saved)
    {
        using var normal = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(saved), ZipArchiveMode.Read))
        using (var to = new ZipArchive(normal, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.OrderBy(x => x.FullName, StringComparer.Ordinal))
                Copy(entry, to.CreateEntry(entry.FullName, CompressionLevel.NoCompression));
        }

        return normal.ToArray();
    }

    private static void Copy(ZipArchiveEntry from, ZipArchiveEntry to)
    {
        to.LastWriteTime = NoTime;
        using var source = from.Open();
        using var target = to.Open();
        source.CopyTo(target);
    }
}
