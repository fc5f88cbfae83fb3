using System.Buffers.Binary;
using System.IO.Hashing;
using Pipeline.Core.Problems;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>
/// Draws a number for each position, the XxHash3 of the position as eight bytes, least first, with the seed; the smallest are
/// for the test. The positions decide, so that rows in another order fall on other sides.
/// </summary>
internal sealed class RandomSplitter(int seed, double share) : DatasetSplitter, IRowObserver
{
    private const int DigitBits = 16;

    private long _count;

    public override IRowObserver Rows => this;

    public void Observe(ColumnBatch batch) => _count += batch.RowCount;

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
    /// The greatest of the smallest draws. Their first digit is found by counting; of the few rows that share it, all draws are
    /// looked at, so that two passes do without remembering a draw for every row. Of the rows that draw this very number, so many
    /// are among the smallest.
    /// </summary>
    private (ulong Last, int Ties) Smallest(int wanted)
    {
        if (wanted == 0)
            return (0, 0);
        var counts = new int[1 << DigitBits];
        for (var row = 0; row < _count; row++)
            counts[Digit(Draw(row))]++;
        var (digit, rest) = (0, wanted);
        for (; rest > counts[digit]; digit++)
            rest -= counts[digit];
        var draws = new List<ulong>(counts[digit]);
        for (var row = 0; row < _count; row++)
        {
            var draw = Draw(row);
            if (Digit(draw) == digit)
                draws.Add(draw);
        }

        draws.Sort();
        var last = draws[rest - 1];
        return (last, rest - draws.IndexOf(last));
    }

    private static int Digit(ulong draw) => (int)(draw >> (64 - DigitBits));

    private ulong Draw(int row)
    {
        Span<byte> position = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(position, row);
        return XxHash3.HashToUInt64(position, seed);
    }
}
