using System.Buffers;
using System.Globalization;
using System.Text;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>Recognises what is not a text in UTF-8, so that people read what it is and not that its rows are ragged.</summary>
internal static class FileContent
{
    private static readonly (byte[] Start, string Name)[] Known =
    [
        ([0x1F, 0x8B], "a gzip archive"),
        ([.. "PK\u0003\u0004"u8], "a zip archive or an Excel workbook"),
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "Obj\u0001"u8], "an Avro file"),
        ([0xFF, 0xFE], "text in UTF-16"),
        ([0xFE, 0xFF], "text in UTF-16"),
    ];

    public static Problem? Refuse(ReadOnlySpan<byte> start, string file)
    {
        if (start.Length == 0)
            return new Problem(file, null, null, "The file is empty; a header and rows are expected.");
        foreach (var (magic, name) in Known)
        {
            if (start.StartsWith(magic))
                return new Problem(file, null, null, $"The file is {name}; CSV in UTF-8 is read.");
        }

        return null;
    }

    /// <param name="file">As the user knows it.</param>
    /// <param name="offset">Of the zero byte, from the beginning of the file.</param>
    public static Problem Binary(string file, long offset) => new(file, null, null, string.Create(
        CultureInfo.InvariantCulture, $"The file is binary: byte {offset} is zero; CSV in UTF-8 is read."));

    /// <param name="bytes">Whole lines, not all of them UTF-8.</param>
    /// <param name="batch">Where the lines are from.</param>
    public static Problem NotUtf8(ReadOnlySpan<byte> bytes, RecordBatch batch)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out _, out var length) == OperationStatus.Done)
            position += length;
        return batch.LocateByte(position).Problem(
            $"The byte 0x{bytes[position]:X2} is not UTF-8 here.", "Save the file in UTF-8.");
    }
}
