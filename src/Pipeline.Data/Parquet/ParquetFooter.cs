using System.Buffers.Binary;
using System.Globalization;
using ParquetSharp;
using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Parquet;

/// <summary>What a file says of itself at its end. A file that is cut off is known before the library looks at it.</summary>
internal static class ParquetFooter
{
    private const int MagicLength = 4;

    /// <summary>The length of the footer and the mark behind it.</summary>
    private const int EndLength = 8;

    private const int MostCharacters = 1_000;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <returns>Null where the file begins and ends as it must.</returns>
    public static Problem? Refuse(Stream stream, string file)
    {
        var (start, end) = (new byte[MagicLength], new byte[EndLength]);
        var length = stream.Length;
        stream.ReadAtLeast(start, MagicLength, throwOnEndOfStream: false);
        if (length == 0)
            return new Problem(file, null, null, "The file is empty; a Parquet file is expected.");
        if (start is [0x1F, 0x8B, ..])
            return new Problem(file, null, null, "The file is packed with gzip; Parquet packs its columns itself.", "Unpack it.");
        if (start.AsSpan().SequenceEqual("PARE"u8))
            return Encrypted(file);
        if (!start.AsSpan().SequenceEqual(Magic))
            return NotParquet(file);
        stream.Position = Math.Max(length - EndLength, MagicLength);
        stream.ReadAtLeast(end, EndLength, throwOnEndOfStream: false);
        if (length < MagicLength + EndLength || !end.AsSpan(MagicLength).SequenceEqual(Magic))
            return CutOff(file, "it does not end with 'PAR1'");
        var footer = BinaryPrimitives.ReadUInt32LittleEndian(end);
        return footer > length - MagicLength - EndLength
            ? CutOff(file, string.Create(CultureInfo.InvariantCulture, $"its footer has {footer} bytes, and the file {length}"))
            : null;
    }

    /// <summary>The columns of the file; those that cannot be read are problems.</summary>
    public static IReadOnlyList<ParquetColumn> Columns(ParquetFileReader reader, string file, ProblemList problems)
    {
        using var root = reader.FileMetaData.Schema.GroupNode;
        var columns = new List<ParquetColumn>();
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        if (root.FieldCount is 0 or > HeaderNames.MostColumns)
        {
            problems.Add(new Problem(file, null, null, string.Create(
                CultureInfo.InvariantCulture,
                $"The file has {root.FieldCount} columns; 1 to {HeaderNames.MostColumns} are read.")));
            return [];
        }

        for (var position = 0; position < root.FieldCount; position++)
        {
            using var node = root.Field(position);
            var (column, refusal) = ParquetColumn.Of(node, position);
            if ((NameRefusal(node.Name, position, names) ?? Sentence(node.Name, refusal)) is { } message)
                problems.Add(new Problem(file, null, null, message));
            if (column is not null)
                columns.Add(column);
        }

        return columns;
    }

    public static Problem Encrypted(string file, string? column = null) => new(
        file, null, null,
        $"{(column is null ? "The file" : $"Column '{column}'")} is encrypted; Parquet is read in clear.",
        "Write the file without encryption.");

    public static Problem Damaged(string file, string what) =>
        new(file, null, null, $"The file is damaged: {what}.", "Fetch or write the file again.");

    private static Problem NotParquet(string file) =>
        new(file, null, null, "The file is not Parquet: it does not begin with 'PAR1'.", "'format' states another.");

    private static Problem CutOff(string file, string how) =>
        new(file, null, null, $"The file is damaged or cut off: {how}.", "Fetch or write the file again.");

    private static string? Sentence(string name, string? refusal) => refusal is null ? null : $"Column '{name}' {refusal}.";

    private static string? NameRefusal(string name, int position, Dictionary<string, int> names)
    {
        var place = (position + 1).ToString(CultureInfo.InvariantCulture);
        return name.Length == 0 ? $"Column {place} has no name."
            : name.Length > MostCharacters ? $"The name of column {place} has more than {MostCharacters} characters."
            : names.TryAdd(name, position + 1) ? null
            : string.Create(CultureInfo.InvariantCulture, $"Columns {names[name]} and {place} have the same name '{name}'.");
    }
}
