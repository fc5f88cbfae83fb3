using System.Buffers.Binary;
using System.IO.Hashing;
using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>
/// Draws a number for each position, the XxHash3 of the position as eight bytes, least first, with the seed; the smallest are
/// for the test. The positions decide, so that rows in another order fall on other sides.
/// </summary>
internal sealed class RandomSplitter(int seed, double share) : Splitter, IRowObserver
{
    private const int DigitBits = 16;

    private long _count;

    public override IRowObserver Rows => this;

    public void Observe(RecordBatch batch) => _count += batch.RowCount;

    protected override Validated<Split> Decide()
    {
        var wanted = (int)Math.Round(_count * share, MidpointRounding.AwayFromZero);
        var (last, ties) = Smallest(wanted);
        return Validated.Valid(Split.Of(Enumerable.Range(0, (int)_count).Select(x =>
        {
            var draw = Draw(x);
            return draw < last || (draw == last && ties-- > 0);
        })));
    }

    /// <summary>
    /// The greatest of the smallest draws, found digit by digit: to draw again costs less than to remember. Of the rows that draw
    /// this very number, so many are among them.
    /// </summary>
    private (ulong Last, int Ties) Smallest(int wanted)
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
            for (; digit < counts.Length - 1 && rest > counts[digit]; digit++)
                rest -= counts[digit];
            known = (known << DigitBits) | (uint)digit;
        }

        return (known, rest);
    }

    private ulong Draw(int row)
    {
        Span<byte> position = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(position, row);
        return XxHash3.HashToUInt64(position, seed);
    }
}
