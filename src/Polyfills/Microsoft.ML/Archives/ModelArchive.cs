using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Archives;

/// <summary>
/// The container of a saved model: a zip with a marker, the schema and one part for each transformer, in order. It has no times
/// and no compression, so the same model has the same bytes.
/// </summary>
internal static class ModelArchive
{
    private const string Marker = "Polyfill/Version.txt";
    private const string Version = "1";
    private const string Schema = "Schema";
    private const string Parts = "TransformerChain/";
    private const long MostBytes = 1L << 30;
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Save(ITransformer model, DataViewSchema schema, Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(archive, Marker, x => x.Write(Version));
        Add(archive, Schema, x => SchemaFormat.Write(schema, x));
        foreach (var (index, part) in RowTransformers.Flatten(model).Index())
            Add(archive, $"{Parts}{index:0000}.{part.Kind}", part.Save);
    }

    public static (ITransformer Model, DataViewSchema Schema) Load(Stream stream)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            CheckMarker(archive);
            var schema = Read(archive.GetEntry(Schema), SchemaFormat.Read);
            var parts = archive.Entries.Where(x => x.FullName.StartsWith(Parts, StringComparison.Ordinal))
                .OrderBy(x => x.FullName, StringComparer.Ordinal).Select(LoadPart).ToList();
            return (new TransformerChain<ITransformer>(parts), schema);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ArgumentException)
        {
            throw new FormatException($"The model is damaged: {exception.Message}", exception);
        }
    }

    private static void CheckMarker(ZipArchive archive)
    {
        if (archive.GetEntry(Marker) is not { } marker)
        {
            throw new FormatException(
                "The polyfill of Microsoft.ML did not save this model; one of the real package needs package mode 'nuget'.");
        }

        if (Read(marker, x => x.ReadString()) is var version && version != Version)
            throw new FormatException($"The model is of version '{version}'; '{Version}' is read here.");
    }

    private static IRowTransformer LoadPart(ZipArchiveEntry entry) => Read(entry, PartKinds.Reader(entry.Name.Split('.', 2)[^1]));

    private static void Add(ZipArchive archive, string name, Action<ModelWriter> write)
    {
        using var writer = new ModelWriter();
        write(writer);
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        using var stream = entry.Open();
        stream.Write(writer.ToArray());
    }

    private static T Read<T>(ZipArchiveEntry entry, Func<ModelReader, T> read)
    {
        if (entry is null || entry.Length > MostBytes)
            throw new FormatException("The model is damaged: a part is missing or too large.");
        var bytes = new byte[entry.Length];
        using (var stream = entry.Open())
            stream.ReadExactly(bytes);
        using var reader = new ModelReader(bytes);
        var value = read(reader);
        reader.End();
        return value;
    }
}
