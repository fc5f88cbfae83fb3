using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>The sums of the rows of a leaf in each bin of each column, and the memory for them.</summary>
internal sealed class Histograms
{
    private readonly int[] _starts;
    private readonly Stack<Vector128<long>[]> _free = new();

    public Histograms(BinnedColumn[] columns)
    {
        Columns = columns;
        _starts = new int[columns.Length + 1];
        for (var i = 0; i < columns.Length; i++)
            _starts[i + 1] = _starts[i] + columns[i].BinCount;
    }

    public BinnedColumn[] Columns { get; }

    public Vector128<long>[] Rent() => _free.TryPop(out var histogram) ? histogram : new Vector128<long>[_starts[^1]];

    public void Return(Vector128<long>[] histogram) => _free.Push(histogram);

    /// <summary>The part of one column.</summary>
    public Span<Vector128<long>> Of(Vector128<long>[] histogram, int column) =>
        histogram.AsSpan(_starts[column], Columns[column].BinCount);

    /// <summary>Adds up the rows, in their order.</summary>
    /// <param name="histogram">Overwritten for this column.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">Indices of rows.</param>
    /// <param name="gradients">Of these rows, in the same order.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Build(Vector128<long>[] histogram, int column, ReadOnlySpan<int> rows, ReadOnlySpan<Vector128<long>> gradients)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradients.Length, rows.Length);
        var sums = Of(histogram, column);
        sums.Clear();
        ref var bins = ref MemoryMarshal.GetArrayDataReference(Columns[column].Bins);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        for (var i = 0; i < rows.Length; i++)
            Unsafe.Add(ref sum, Unsafe.Add(ref bins, rows[i])) += Unsafe.Add(ref gradient, i);
    }

    /// <summary>What is left of the whole without the part; overwrites the whole.</summary>
    public void Subtract(Vector128<long>[] whole, Vector128<long>[] part, int column)
    {
        var left = Of(whole, column);
        var taken = Of(part, column);
        for (var i = 0; i < left.Length; i++)
            left[i] -= taken[i];
    }
}
