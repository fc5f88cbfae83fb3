using System;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>All rows in one list, those of a leaf side by side and in their original order.</summary>
internal sealed class RowPartition(int count)
{
    private readonly int[] _rows = new int[count];
    private readonly int[] _outside = new int[count];

    public ReadOnlySpan<int> Rows(int start, int length) => _rows.AsSpan(start, length);

    public void Reset()
    {
        for (var i = 0; i < _rows.Length; i++)
            _rows[i] = i;
    }

    /// <summary>Moves the rows of a leaf that are outside behind those that are inside.</summary>
    /// <returns>How many are inside.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Divide(Leaf leaf, byte[] bins, Split split)
    {
        var rows = _rows.AsSpan(leaf.Start, leaf.Count);
        var (inside, outside) = (0, 0);
        var width = (uint)(split.Last - split.First);
        foreach (var row in rows)
        {
            // Both writes happen and one of them counts: which one cannot be foretold, and a wrong guess costs more.
            var isInside = (uint)(bins[row] - split.First) <= width ? 1 : 0;
            _outside[outside] = row;
            rows[inside] = row;
            inside += isInside;
            outside += 1 - isInside;
        }

        _outside.AsSpan(0, outside).CopyTo(rows[inside..]);
        return inside;
    }
}
