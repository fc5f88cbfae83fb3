using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>A dataset in memory with what is predicted, divided into rows to learn from and rows to be judged by.</summary>
public sealed record LabelledData
{
    /// <summary>All rows in the order of the file.</summary>
    public required Table Rows { get; init; }

    /// <summary>The columns that a model may see; the table may have others, to slice by.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>
    /// The columns whose groups must be treated alike, in the manifest's order; a model may see them or not. None by default.
    /// </summary>
    public IReadOnlyList<string> Protected { get; init; } = [];

    /// <summary>The column to predict.</summary>
    public required string Label { get; init; }

    /// <summary>Of two classes the one whose probability is wanted; null lets numbers 0 and 1 speak for themselves.</summary>
    public string? Positive { get; init; }

    /// <summary>The column that says how much a row counts in training; null, the default, where each counts the same.</summary>
    public string? Weight { get; init; }

    /// <summary>Columns whose single values no document and no model may hold. Default: none.</summary>
    public IReadOnlySet<string> Personal { get; init; } = new HashSet<string>();

    /// <summary>What the manifest says of the inputs' values. Default: nothing beyond the types of the columns.</summary>
    public InputDeclarations Declared { get; init; } = new();

    /// <summary>What each row is, whatever its place: 128 bits of a hash.</summary>
    public required IReadOnlyList<UInt128> Identities { get; init; }

    /// <summary>
    /// Rows with one identity belong together, such as those of one customer: the split kept them on one side, and intervals
    /// draw them together. Otherwise each row is on its own, though another may be equal.
    /// </summary>
    public bool IsGrouped { get; init; }

    /// <summary>
    /// Where each row stands in time, in any unit; null where the split is not by time. Rows that are held apart from those to
    /// learn from are then the later ones, as the split has it.
    /// </summary>
    public IReadOnlyList<long>? Times { get; init; }

    /// <summary>Which rows are learned from.</summary>
    public required IReadOnlyList<int> TrainIndexes { get; init; }

    /// <summary>Which rows a model is judged by.</summary>
    public required IReadOnlyList<int> TestIndexes { get; init; }

    /// <summary>Of the dataset's bytes.</summary>
    public required Digest Data { get; init; }

    /// <summary>Of which rows went where.</summary>
    public required Digest Split { get; init; }

    /// <summary>The rows to learn from.</summary>
    public LabelledRows Train => new(this, TrainIndexes);

    /// <summary>The rows to be judged by.</summary>
    public LabelledRows Test => new(this, TestIndexes);
}

/// <summary>Some rows of a dataset.</summary>
/// <param name="Data">All of it.</param>
/// <param name="Indexes">Which of its rows.</param>
public sealed record LabelledRows(LabelledData Data, IReadOnlyList<int> Indexes)
{
    /// <summary>In the order of the indexes.</summary>
    /// <exception cref="ArgumentException">The dataset has not an identity for each of its rows.</exception>
    public IReadOnlyList<UInt128> Identities => Data.Identities.Count == Data.Rows.RowCount
        ? [.. Indexes.Select(index => Data.Identities[index])]
        : throw new ArgumentException("Each row of the dataset has an identity.");

    /// <summary>With every column that the dataset has.</summary>
    public Table Table => Data.Rows.Select([.. Indexes]);

    /// <summary>With the features and the label, as a model learns from them.</summary>
    public Table TableToLearn => Data.Rows.Keep([.. Data.Features, Data.Label]).Select([.. Indexes]);
}

/// <summary>Rows by their identities alone: which a model learned from, without what is in them.</summary>
public sealed class RowSet
{
    private const int Size = 16;

    private readonly UInt128[] _sorted;

    private RowSet(UInt128[] sorted) => _sorted = sorted;

    /// <summary>No rows.</summary>
    public static RowSet Empty { get; } = new([]);

    /// <summary>How many different identities there are.</summary>
    public int Count => _sorted.Length;

    /// <summary>Of <see cref="ToBytes"/>: the same for the same rows in any order.</summary>
    public Digest Digest => Digest.OfBytes(ToBytes());

    public static RowSet Of(IEnumerable<UInt128> identities) => new([.. identities.Distinct().Order()]);

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="file">The path as the user knows it.</param>
    public static Validated<RowSet> Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length % Size != 0)
        {
            return Validated.Invalid<RowSet>(new Problem(file, null, null, string.Create(
                CultureInfo.InvariantCulture, $"A set of rows has {Size} bytes for each; this file has {bytes.Length} in all.")));
        }

        var sorted = new UInt128[bytes.Length / Size];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = BinaryPrimitives.ReadUInt128BigEndian(bytes[(i * Size)..]);
        return Validated.Valid(Of(sorted));
    }

    public bool Contains(UInt128 identity) => Array.BinarySearch(_sorted, identity) >= 0;

    /// <summary>16 bytes for each identity, ascending, most significant byte first.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_sorted.Length * Size];
        for (var i = 0; i < _sorted.Length; i++)
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * Size), _sorted[i]);
        return bytes;
    }
}
