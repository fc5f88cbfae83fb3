using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>Rows drawn by chance: evenly from all, or as many of each of a few classes.</summary>
/// <param name="most">How many rows, of two classes half of them each.</param>
/// <param name="isByClass">Each class has a sample of its own.</param>
internal sealed class LabelledSample(int most, bool isByClass)
{
    /// <summary>A label of two classes may be spelled in several ways; beyond that it is no such label.</summary>
    private const int MostClasses = 8;

    private readonly List<(byte[] Label, RowSample Rows)> _samples = [];

    /// <summary>By hash, which is an order by chance.</summary>
    public IReadOnlyList<SampledRow> Rows => [.. _samples.SelectMany(x => x.Rows.Hashed).OrderBy(x => x.Hash).Select(x => x.Row)];

    /// <summary>Whether a row of some class would be taken: rows that are not need not be looked at.</summary>
    public bool Wants(ulong hash)
    {
        if (_samples.Count < (isByClass ? 2 : 1))
            return true;
        foreach (var (_, rows) in _samples)
        {
            if (rows.Wants(hash))
                return true;
        }

        return false;
    }

    /// <returns>Where such a row belongs; null where it is not taken.</returns>
    public RowSample? Find(ReadOnlySpan<byte> label, ulong hash)
    {
        var key = isByClass ? label : [];
        foreach (var (known, rows) in _samples)
        {
            if (key.SequenceEqual(known))
                return rows.Wants(hash) ? rows : null;
        }

        return _samples.Count == MostClasses ? null : Open(key.ToArray());
    }

    public void Merge(LabelledSample other)
    {
        foreach (var (label, rows) in other._samples)
        {
            var own = _samples.Find(x => x.Label.AsSpan().SequenceEqual(label)).Rows;
            if (own is null && _samples.Count < MostClasses)
                own = Open(label);
            own?.Merge(rows);
        }
    }

    private RowSample Open(byte[] label)
    {
        var rows = new RowSample(isByClass ? most / 2 : most);
        _samples.Add((label, rows));
        return rows;
    }
}

/// <summary>
/// Rows drawn evenly from all: those whose places have the smallest hashes. Samples of parts merge to the sample of the whole.
/// </summary>
internal sealed class RowSample(int most)
{
    private readonly PriorityQueue<SampledRow, ulong> _rows = new(Comparer<ulong>.Create((x, y) => y.CompareTo(x)));
    private ulong _last = ulong.MaxValue;

    public IEnumerable<(SampledRow Row, ulong Hash)> Hashed => _rows.UnorderedItems;

    public bool Wants(ulong hash) => hash < _last;

    public void Add(SampledRow row, ulong hash)
    {
        if (_rows.Count < most)
            _rows.Enqueue(row, hash);
        else
            _rows.EnqueueDequeue(row, hash);
        if (_rows.Count == most)
            _rows.TryPeek(out _, out _last);
    }

    public void Merge(RowSample other)
    {
        foreach (var (row, hash) in other._rows.UnorderedItems)
            Add(row, hash);
    }

    /// <summary>Different for each place, and as if drawn by chance.</summary>
    public static ulong HashOf(RowPlace place)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, place.Value);
        return XxHash3.HashToUInt64(bytes);
    }
}

/// <summary>The label of a row, and its features.</summary>
/// <param name="Label">A number's text, or a name that rows of one class share.</param>
/// <param name="Values">In the order of the features.</param>
internal sealed record SampledRow(string Label, SampledValue[] Values);

/// <summary>A feature's value in 16 bytes: a number, a timestamp, or a text that can only be told from others.</summary>
/// <param name="Kind">How the bits are meant.</param>
/// <param name="Bits">A double's, ticks, or a hash.</param>
internal readonly record struct SampledValue(SampledKind Kind, ulong Bits)
{
    /// <summary>In the order of its kind.</summary>
    public double Order => Kind == SampledKind.Timestamp ? (long)Bits : BitConverter.UInt64BitsToDouble(Bits);

    public static SampledValue Read(ColumnView column, ColumnBatch batch, int row)
    {
        var values = batch.Column(column);
        if (values.IndexOf(row) is not (>= 0 and var index))
            return default;
        var read = values.Compared(index, column.Kind);
        return read.Kind switch
        {
            ValueKind.Moment => new SampledValue(SampledKind.Timestamp, (ulong)read.Moment.Ticks),
            ValueKind.Number or ValueKind.Boolean =>
                new SampledValue(SampledKind.Number, BitConverter.DoubleToUInt64Bits(read.Number)),
            _ => new SampledValue(SampledKind.Text, XxHash3.HashToUInt64(values[index])),
        };
    }
}

/// <summary>What a sampled value is.</summary>
internal enum SampledKind
{
    Missing,
    Number,
    Timestamp,
    Text,
}
