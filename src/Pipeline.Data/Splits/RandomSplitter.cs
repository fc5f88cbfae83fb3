using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>
/// Draws a number for each position with SplitMix64 (Steele, Lea, Flood 2014); the smallest are for the test. The positions
/// decide, so that rows in another order fall on other sides.
/// </summary>
internal sealed class RandomSplitter(int seed, double share) : Splitter, IRowObserver
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private const int DigitBits = 16;

    private int _count;

    public override IRowObserver Rows => this;

    public void Observe(RecordBatch batch) => _count += batch.RowCount;

    protected override Validated<Split> Decide()
    {
        var wanted = (int)Math.Round(_count * share, MidpointRounding.AwayFromZero);
        var last = wanted == 0 ? 0 : Smallest(wanted);
        return Validated.Valid(Split.Of(Enumerable.Range(0, _count).Select(x => wanted > 0 && Draw(x) <= last)));
    }

    /// <summary>
    /// The draw that so many are at most, found digit by digit: to draw again costs less than to remember. No two are equal,
    /// because the mixing is a permutation.
    /// </summary>
    private ulong Smallest(int wanted)
    {
        var (known, rest) = (0UL, wanted);
        var counts = new int[1 << DigitBits];
        for (var shift = 64 - DigitBits; shift >= 0; shift -= DigitBits)
        {
            Array.Clear(counts);
            for (var row = 0; row < _count; row++)
            {
                var draw = Draw(row) >> shift;
                if (draw >> DigitBits == known)
                    counts[(int)draw & (counts.Length - 1)]++;
            }

            var digit = 0;
            for (; rest > counts[digit]; digit++)
                rest -= counts[digit];
            known = (known << DigitBits) | (uint)digit;
        }

        return known;
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
