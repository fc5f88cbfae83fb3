using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>
/// First and second derivatives of the logistic loss as whole numbers: their sums are exact, so the order in which rows and
/// threads add them up cannot be seen in the model, and one part subtracted from the whole is the other part.
/// </summary>
internal sealed class Gradients
{
    private const int FirstBits = 30;
    private const double FirstScale = 1L << FirstBits;
    private const int MostSecondBits = 30;
    private const int ChunkRows = 8192;

    private readonly Vector128<long>[] _rows;
    private readonly double _secondScale;
    private readonly int _countBits;
    private readonly long _countMask;

    public Gradients(int rows)
    {
        _rows = new Vector128<long>[rows];
        _countBits = BitOperations.Log2((uint)rows) + 1;
        _countMask = (1L << _countBits) - 1;
        // The second derivative is at most 1/4, so a sum over all rows and their count fit into 63 bits.
        _secondScale = 1L << Math.Min(MostSecondBits, 63 - (2 * _countBits) + 2);
    }

    /// <summary>For each row its first derivative, and its second one above a count of one.</summary>
    public ReadOnlySpan<Vector128<long>> Rows => _rows;

    /// <summary>Friedman (2001): with p the probability, p - y and p (1 - p).</summary>
    public void Update(double[] scores, bool[] labels, int threads) =>
        Workers.Each(
            (scores.Length + ChunkRows - 1) / ChunkRows, threads, chunk => UpdateChunk(scores, labels, chunk * ChunkRows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Totals Of(Vector128<long> sum)
    {
        var packed = sum.GetElement(1);
        return new Totals(sum.GetElement(0) / FirstScale, (packed >> _countBits) / _secondScale, (int)(packed & _countMask));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateChunk(double[] scores, bool[] labels, int start)
    {
        var end = Math.Min(scores.Length, start + ChunkRows);
        for (var i = start; i < end; i++)
        {
            var p = 1 / (1 + Math.Exp(-scores[i]));
            var first = (long)Math.Round((p - (labels[i] ? 1 : 0)) * FirstScale);
            var second = (long)Math.Round(p * (1 - p) * _secondScale);
            _rows[i] = Vector128.Create(first, (second << _countBits) | 1);
        }
    }
}
