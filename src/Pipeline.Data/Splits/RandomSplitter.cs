using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>
/// Draws a number for each position with SplitMix64 (Steele, Lea, Flood 2014); the smallest are for the test. The positions
/// decide, so that rows in another order fall on other sides.
/// </summary>
internal sealed class RandomSplitter(int seed, double share) : Splitter
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private int _count;

    public override void Observe(RecordBatch batch) => _count += batch.RowCount;

    protected override Validated<Split> Decide()
    {
        var draws = Enumerable.Range(0, _count).Select(Draw).ToArray();
        var rows = Enumerable.Range(0, _count).ToArray();
        Array.Sort(draws, rows);
        var isTest = new bool[_count];
        foreach (var row in rows.Take((int)Math.Round(_count * share, MidpointRounding.AwayFromZero)))
            isTest[row] = true;
        return Validated.Valid(Split.Of(isTest));
    }

    private ulong Draw(int row)
    {
        var x = unchecked(Mix((ulong)seed) + (((ulong)row + 1) * Golden));
        return Mix(x);
    }

    private static ulong Mix(ulong x)
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }
}
