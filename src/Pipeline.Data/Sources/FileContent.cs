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
        ([.. "PK\u0003\u0004"u8], "a zip archive or an Excel workbook"),
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "Obj\u0001"u8], "an Avro file"),
        ([0xFF, 0xFE], "text in UTF-16"),
        ([0xFE, 0xFF], "text in UTF-16"),
    ];

    public static Problem? Refuse(ReadOnlySpan<byte> start, string file, string format)
    {
        if (start.Length == 0)
            return new Problem(file, null, null, "The file is empty; a header and rows are expected.");
        foreach (var (magic, name) in Known)
        {
            if (start.StartsWith(magic))
                return new Problem(file, null, null, $"The file is {name}; {format} in UTF-8 is read.");
        }

        return null;
    }

    /// <param name="file">As the user knows it.</param>
    /// <param name="offset">Of the zero byte, from the beginning of the file.</param>
    /// <param name="format">What is read: "CSV".</param>
    public static Problem Binary(string file, long offset, string format) => new(file, null, null, string.Create(
        CultureInfo.InvariantCulture, $"The file is binary: byte {offset} is zero; {format} in UTF-8 is read."));

    /// <summary>Names each line that is not UTF-8, at its first byte that is not.</summary>
    /// <param name="batch">Where the lines are.</param>
    /// <param name="length">How many bytes of it; whole lines.</param>
    public static void NotUtf8(RecordBatch batch, int length)
    {
        for (var start = 0; start < length && !batch.Problems.IsFull;)
        {
            var found = batch.Bytes[start..length].IndexOf((byte)'\n');
            var end = found < 0 ? length : start + found + 1;
            var position = start;
            while (position < end && Rune.DecodeFromUtf8(batch.Bytes[position..end], out _, out var read) == OperationStatus.Done)
                position += read;
            if (position < end)
            {
                batch.Problems.Add(batch.LocateByte(position).Problem(
                    $"The byte 0x{batch.Bytes[position]:X2} is not UTF-8 here.", "Save the file in UTF-8."));
            }

            start = end;
        }
    }
}
