using System.Buffers.Binary;
using System.IO.Hashing;
using Pipeline.Data.Expectations.Violations;

namespace Pipeline.Data.Expectations.Labels;

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
