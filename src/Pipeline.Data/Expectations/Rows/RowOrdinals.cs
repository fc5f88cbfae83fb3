using System.Numerics;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>
/// From a row's place to its number among all rows, which is known only when all batches are. Takes nothing for a batch with a
/// row on each of its lines, and else a bit and a half for each line.
/// </summary>
internal sealed class RowOrdinals
{
    private const int WordBits = 6;

    private readonly List<Batch> _batches = [];

    public void Observe(ColumnBatch batch)
    {
        if (batch.RowCount == 0)
            return;
        var (first, last) = (RowPlace.Of(batch, 0), RowPlace.Of(batch, batch.RowCount - 1));
        var lines = last.Value - first.Value + 1;
        var words = lines == batch.RowCount ? null : new ulong[(lines >> WordBits) + 1];
        for (var row = 0; words is not null && row < batch.RowCount; row++)
        {
            var line = RowPlace.Of(batch, row).Value - first.Value;
            words[line >> WordBits] |= 1UL << (int)line;
        }

        _batches.Add(new Batch(first, batch.RowCount, words));
    }

    public void Merge(RowOrdinals other) => _batches.AddRange(other._batches);

    /// <summary>To be asked once all batches were seen. Places near to the one before are found soonest.</summary>
    public Func<RowPlace, long> Resolve()
    {
        _batches.Sort((x, y) => x.First.CompareTo(y.First));
        var before = new long[_batches.Count];
        for (var i = 1; i < before.Length; i++)
            before[i] = before[i - 1] + _batches[i - 1].Count;
        long[] places = [.. _batches.Select(x => x.First.Value), long.MaxValue];
        var batch = 0;
        return place =>
        {
            if (place.Value < places[batch] || place.Value >= places[batch + 1])
                batch = BatchOf(places, place);
            return before[batch] + _batches[batch].Rank(place);
        };
    }

    private static int BatchOf(long[] places, RowPlace place)
    {
        var found = Array.BinarySearch(places, place.Value);
        return found < 0 ? ~found - 1 : found;
    }

    private sealed class Batch(RowPlace first, int count, ulong[]? words)
    {
        private readonly int[] _ranks = words is null ? [] : Ranks(words);

        public RowPlace First => first;

        public int Count => count;

        public long Rank(RowPlace place)
        {
            var line = place.Value - first.Value;
            if (words is null)
                return line;
            var below = words[line >> WordBits] & ((1UL << (int)line) - 1);
            return _ranks[line >> WordBits] + BitOperations.PopCount(below);
        }

        private static int[] Ranks(ulong[] words)
        {
            var ranks = new int[words.Length];
            for (var i = 1; i < ranks.Length; i++)
                ranks[i] = ranks[i - 1] + BitOperations.PopCount(words[i - 1]);
            return ranks;
        }
    }
}
