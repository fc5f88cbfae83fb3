using Pipeline.Statistics;
using Pipeline.Testing;

namespace Pipeline.Data.Spilling;

public class RowHashesTests
{
    [Theory]
    [InlineData(1 << 20, 1)]
    [InlineData(1000, 1)]
    [InlineData(300, 3)]
    [InlineData(16, 8)]
    public void Repeats_InMemoryOrSpilled_AreAllButTheFirst(int capacity, int parts)
    {
        using var folder = new TemporaryFolder();
        using var spill = new SpillFile(folder.Path);
        var hashes = Enumerable.Range(0, parts).Select(_ => new RowHashes(spill, capacity)).ToList();
        var random = new SeededRandom(3, 0);
        var values = Enumerable.Range(1, 5000).Select(x => (Place: x, Value: (ulong)random.Below(2000))).ToList();

        foreach (var (place, value) in values)
            hashes[place % parts].Add(Entry(value, place));
        hashes.Skip(1).ToList().ForEach(hashes[0].Merge);

        var expected = values.GroupBy(x => x.Value).SelectMany(x => x.Skip(1)).Select(x => (long)x.Place);
        Repeats(hashes[0]).Order().ShouldBe(expected.Order());
        (spill.Size > 0).ShouldBe(capacity < 5000);
    }

    [Fact]
    public void Repeats_OfASingleValue_NeedNoMemoryForEach()
    {
        using var folder = new TemporaryFolder();
        using var spill = new SpillFile(folder.Path);
        var hashes = new RowHashes(spill, 1000);
        for (var place = 100_000; place > 0; place--)
            hashes.Add(Entry(7, place));

        var repeats = Repeats(hashes);

        repeats.Order().ShouldBe(Enumerable.Range(2, 99_999).Select(x => (long)x));
    }

    [Fact]
    public void Entry_WithAnotherHash_IsAnother()
    {
        var entry = new HashEntry(5, (7UL << HashEntry.PlaceBits) | 42);

        entry.Place.ShouldBe(42);
        entry.IsSame(entry with { Low = (7UL << HashEntry.PlaceBits) | 43 }).ShouldBeTrue();
        entry.IsSame(entry with { Low = (8UL << HashEntry.PlaceBits) | 42 }).ShouldBeFalse();
        entry.IsSame(entry with { High = 6 }).ShouldBeFalse();
    }

    private static HashEntry Entry(ulong value, int place)
    {
        var state = value;
        return new HashEntry(SeededRandom.SplitMix(ref state), (value << HashEntry.PlaceBits) | (uint)place);
    }

    private static List<long> Repeats(RowHashes hashes)
    {
        var (repeats, first) = (new List<long>(), new FirstRows());
        for (var part = 0; part < RowHashes.Parts; part++)
        {
            first.Clear();
            hashes.Read(part, entries =>
            {
                foreach (var entry in entries)
                    repeats.Add(first.Add(entry));
            });
        }

        return [.. repeats.Where(x => x != 0)];
    }
}
