using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Statistics;

/// <summary>
/// The bootstrap for very many rows and numbers: eight resamples are drawn and measured at once, side by side, so that a
/// statistic reads each row once for all eight and a processor computes them in one vector.
/// </summary>
/// <remarks>
/// A weight is a byte. That a row is drawn more than 255 times of as many draws as there are rows has a probability below
/// 10^-500.
/// </remarks>
public static class LaneBootstrap
{
    /// <summary>How many resamples stand side by side.</summary>
    public const int Lanes = 8;

    /// <summary>
    /// Draws the resamples and computes the numbers for each. Resample <c>i</c> is drawn from the <c>i</c>-th stream of the
    /// seed, so that the answer is the same for any number of threads.
    /// </summary>
    /// <param name="rows">How many rows the sample has, at least 1.</param>
    /// <param name="groups">
    /// Of each row, its group, counted from 0: whole groups are drawn, as many as there are (Davison and Hinkley 1997, section
    /// 3.8, strategy 1). Null where rows are drawn one by one.
    /// </param>
    /// <param name="values">How many numbers the statistic gives.</param>
    /// <param name="statistic">What is computed for eight resamples at once.</param>
    /// <param name="options">How often, from which seed.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public static ResampledValues Run(
        int rows,
        int[]? groups,
        int values,
        LaneStatistic statistic,
        BootstrapOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentNullException.ThrowIfNull(options);
        var drawn = new double[(long)options.Resamples * values];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        var batches = (options.Resamples + Lanes - 1) / Lanes;
        Parallel.For(0, batches, parallel, () => new LaneDrawing(rows, groups, values), (batch, _, drawing) =>
        {
            var first = batch * Lanes;
            var count = Math.Min(Lanes, options.Resamples - first);
            drawing.Draw(options.Seed, first, count);
            statistic(drawing.Weights, drawing.Values);
            for (var value = 0; value < values; value++)
            {
                for (var lane = 0; lane < count; lane++)
                    drawn[((long)(first + lane) * values) + value] = drawing.Values[(value * Lanes) + lane];
            }

            return drawing;
        }, _ => { });
        return new ResampledValues(drawn, values);
    }
}

/// <summary>
/// Numbers that summarise eight resamples of a sample; NaN where one is not defined. It is called by many threads at once.
/// </summary>
/// <param name="weights">By row, then by resample, how often the row occurs.</param>
/// <param name="values">By number, then by resample; to be filled.</param>
public delegate void LaneStatistic(ReadOnlySpan<byte> weights, Span<double> values);

/// <summary>Draws eight resamples, one after the other in a small array, and lays them side by side.</summary>
internal sealed class LaneDrawing(int rows, int[]? groups, int values)
{
    private const int Lanes = LaneBootstrap.Lanes;

    private readonly int _padded = (rows + Lanes - 1) / Lanes * Lanes;
    private readonly byte[] _byLane = new byte[(rows + Lanes - 1) / Lanes * Lanes * Lanes];
    private readonly byte[] _weights = new byte[(rows + Lanes - 1) / Lanes * Lanes * Lanes];
    private readonly byte[]? _drawnGroups = groups is null ? null : new byte[groups.Max() + 1];
    private readonly double[] _values = new double[values * Lanes];

    public ReadOnlySpan<byte> Weights => _weights.AsSpan(0, rows * Lanes);

    public Span<double> Values => _values;

    public void Draw(int seed, int first, int count)
    {
        Array.Clear(_byLane);
        for (var lane = 0; lane < count; lane++)
        {
            var weights = _byLane.AsSpan(lane * _padded, rows);
            var random = new SeededRandom(seed, first + lane);
            if (_drawnGroups is null)
                Draw(weights, ref random);
            else
                DrawGroups(weights, ref random);
        }

        // What is left over in the last batch are resamples of nothing; nobody reads what is made of them.
        for (var row = 0; row < _padded; row += Lanes)
            Transpose(row);
    }

    private static void Draw(Span<byte> weights, ref SeededRandom random)
    {
        ref var start = ref MemoryMarshal.GetReference(weights);
        var count = weights.Length;
        var chance = random;
        for (var i = 0; i < count; i++)
            Unsafe.Add(ref start, chance.Below(count))++;
        random = chance;
    }

    private void DrawGroups(Span<byte> weights, ref SeededRandom random)
    {
        Debug.Assert(_drawnGroups is not null && groups is not null);
        Array.Clear(_drawnGroups);
        Draw(_drawnGroups, ref random);
        for (var row = 0; row < weights.Length; row++)
            weights[row] = _drawnGroups[groups[row]];
    }

    /// <summary>Eight rows of eight lanes: a matrix of bytes is turned in three steps of halves, quarters and eighths.</summary>
    private void Transpose(int row)
    {
        Span<ulong> block = stackalloc ulong[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
            block[lane] = Unsafe.ReadUnaligned<ulong>(ref _byLane[(lane * _padded) + row]);
        Swap(block, 4, 0x00000000FFFFFFFF);
        Swap(block, 2, 0x0000FFFF0000FFFF);
        Swap(block, 1, 0x00FF00FF00FF00FF);
        for (var place = 0; place < Lanes; place++)
            Unsafe.WriteUnaligned(ref _weights[(row + place) * Lanes], block[place]);
    }

    private static void Swap(Span<ulong> block, int step, ulong mask)
    {
        for (var i = 0; i < Lanes; i++)
        {
            if ((i & step) != 0)
                continue;
            var moved = ((block[i] >> (8 * step)) ^ block[i + step]) & mask;
            block[i + step] ^= moved;
            block[i] ^= moved << (8 * step);
        }
    }
}
