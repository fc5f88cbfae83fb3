using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>Recognises what is not a text in UTF-8, so that people read what it is and not that its rows are ragged.</summary>
internal static class FileContent
{
    private const int LookedAt = 256;
    private const string Parquet = "a Parquet file";

    private static readonly (byte[] Start, string Name)[] Known =
    [
        ([.. "PK\u0003\u0004"u8], "a zip archive or an Excel workbook"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an Excel workbook of the old form"),
        ([.. "PAR1"u8], Parquet),
        ([.. "ARROW1"u8], "an Arrow or Feather file"),
        ([.. "ORC"u8], "an ORC file"),
        ([.. "Obj\u0001"u8], "an Avro file"),
        ([.. "SQLite format 3\0"u8], "a SQLite database"),
        ([0x89, .. "HDF\r\n"u8], "an HDF5 file"),
        ([.. "%PDF-"u8], "a PDF document"),
        ([0x28, 0xB5, 0x2F, 0xFD], "packed with Zstandard"),
        ([0xFD, .. "7zXZ\0"u8], "packed with xz"),
        ([.. "BZh"u8], "packed with bzip2"),
        ([.. "7z"u8, 0xBC, 0xAF], "a 7-Zip archive"),
        ([0xFF, 0xFE, 0, 0], "text in UTF-32"),
        ([0xFF, 0xFE], "text in UTF-16"),
        ([0xFE, 0xFF], "text in UTF-16"),
    ];

    public static Problem? Refuse(ReadOnlySpan<byte> start, string file, string format)
    {
        if (start.Length == 0)
            return new Problem(file, null, null, "The file is empty; a header and rows are expected.");
        foreach (var (magic, name) in Known)
        {
            if (start.StartsWith(magic) && !IsText(start))
                return Is(name, file, format);
        }

        return IsWide(start) ? Is("text in UTF-16, without a byte order mark", file, format) : null;
    }

    private static Problem Is(string name, string file, string format) => new(
        file, null, null, $"The file is {name}; {format} in UTF-8 is read.",
        name.StartsWith("text", StringComparison.Ordinal) ? "Save the file in UTF-8."
        : name == Parquet ? "'format: parquet' reads it, and a name that ends with '.parquet' does too."
        : null);

    /// <summary>A header may begin with a name that other formats begin with: "ORC".</summary>
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        var looked = start[..Math.Min(start.Length, LookedAt)];
        return looked.Length == start.Length
            ? Utf8.IsValid(looked) && !looked.ContainsAnyInRange<byte>(0, 8)
            : !looked.ContainsAnyInRange<byte>(0, 8) && looked.IndexOfAnyExceptInRange<byte>(9, 0x7E) < 0;
    }

    /// <summary>Latin letters in two bytes each: every other byte is zero, and no other.</summary>
    private static bool IsWide(ReadOnlySpan<byte> start)
    {
        var looked = start[..Math.Min(start.Length, LookedAt)];
        var zeros = (Even: 0, Odd: 0);
        for (var i = 0; i < looked.Length; i++)
            zeros = looked[i] != 0 ? zeros : i % 2 == 0 ? (zeros.Even + 1, zeros.Odd) : (zeros.Even, zeros.Odd + 1);
        return looked.Length >= 4 && Math.Min(zeros.Even, zeros.Odd) == 0 && (zeros.Even + zeros.Odd) * 5 >= looked.Length * 2;
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
