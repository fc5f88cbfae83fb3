using Pipeline.Data.Expectations.Found;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>
/// Rows drawn evenly from all: those whose places have the smallest hashes. Samples of parts join to the sample of the whole.
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

    public void Join(RowSample other)
    {
        foreach (var (row, hash) in other._rows.UnorderedItems)
            Add(row, hash);
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014): different for each place.</summary>
    public static ulong HashOf(RowPlace place)
    {
        var x = unchecked(((ulong)place.Value + 1) * 0x9E3779B97F4A7C15);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
