using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;

namespace Pipeline.Data.Expectations.Violations;

/// <summary>Which row, over all files of a dataset, as a number that ascends in the order of reading.</summary>
/// <param name="Value">14 bits for the file and 34 for the line.</param>
internal readonly record struct RowPlace(long Value) : IComparable<RowPlace>
{
    /// <summary>Of one dataset.</summary>
    public const int MostFiles = 1 << FileBits;

    /// <summary>Of one file.</summary>
    public const long MostLines = (1L << LineBits) - 1;

    private const int LineBits = 34;
    private const int FileBits = HashEntry.PlaceBits - LineBits;

    /// <summary>Counted from 0 in the order of reading.</summary>
    public int File => (int)(Value >> LineBits);

    /// <summary>Counted from 1 within the file.</summary>
    public long Line => Value & ((1L << LineBits) - 1);

    public static RowPlace Of(ColumnBatch batch, int row) => Of(batch.FileIndex, batch.Line(row));

    /// <exception cref="ArgumentOutOfRangeException">
    /// There are more than <see cref="MostFiles"/>, or more than <see cref="MostLines"/> in one; reading refuses both.
    /// </exception>
    public static RowPlace Of(int file, long line)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)file, MostFiles - 1U, nameof(file));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)line, (ulong)MostLines, nameof(line));
        return new RowPlace(((long)file << LineBits) | line);
    }

    public int CompareTo(RowPlace other) => Value.CompareTo(other.Value);
}
