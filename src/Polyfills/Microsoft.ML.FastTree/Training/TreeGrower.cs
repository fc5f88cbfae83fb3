using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>
/// Grows one tree after another, always splitting the leaf that gains most (Shi 2007; Ke et al. 2017). A leaf's histogram is
/// computed for the smaller of two siblings; the other one's is what their parent's has more.
/// </summary>
internal sealed class TreeGrower(BinnedColumn[] columns, GrowthOptions options, Gradients gradients, EnsembleBuilder trees)
{
    /// <summary>Below this many values, starting other threads costs more than they save.</summary>
    private const long FewestValuesForThreads = 1 << 16;

    private readonly Histograms _histograms = new(columns);
    private readonly SplitSearch _search = new(gradients, options.MinimumRowsPerLeaf);
    private readonly RowPartition _partition = new(gradients.Rows.Length);
    private readonly Vector128<long>[] _gathered = new Vector128<long>[gradients.Rows.Length];

    /// <summary>The leaves of a tree for the gradients as they are; their values are for the caller to add.</summary>
    public IReadOnlyList<Leaf> Grow()
    {
        _partition.Reset();
        var leaves = new List<Leaf>(options.Leaves) { Root() };
        while (leaves.Count < options.Leaves && leaves.MaxBy(x => x.Best.Gain) is { Best.Column: >= 0 } widest)
            leaves.Add(Divide(widest, isLast: leaves.Count + 1 == options.Leaves));
        foreach (var leaf in leaves)
            Release(leaf);
        return leaves;
    }

    public ReadOnlySpan<int> RowsOf(Leaf leaf) => _partition.Rows(leaf.Start, leaf.Count);

    private Leaf Root()
    {
        var root = new Leaf { Start = 0, Count = _gathered.Length, Parent = -1 };
        root.Sum = Gather(root);
        root.Histogram = _histograms.Rent();
        var best = new Split[columns.Length];
        Workers.Each(columns.Length, Threads(root), column =>
        {
            Build(root, column);
            best[column] = Search(root, column);
        });
        root.Best = First(best);
        return root;
    }

    /// <summary>Keeps what is inside in the leaf and returns the new leaf for what is outside.</summary>
    private Leaf Divide(Leaf leaf, bool isLast)
    {
        var split = leaf.Best;
        var inside = _partition.Divide(leaf, columns[split.Column].Bins, split);
        var node = trees.AddNode(columns[split.Column], split, leaf);
        var (whole, histogram) = (leaf.Sum, leaf.Histogram);
        var other = new Leaf { Start = leaf.Start + inside, Count = leaf.Count - inside, Parent = node };
        (leaf.Count, leaf.Parent, leaf.IsInside, leaf.Histogram, leaf.Best) = (inside, node, true, null, other.Best);
        var (small, large) = inside <= other.Count ? (leaf, other) : (other, leaf);
        small.Sum = Gather(small);
        (large.Sum, large.Histogram) = (whole - small.Sum, histogram);
        if (isLast || !CanSplit(large))
            Release(large);
        else
            SearchBoth(small, large);
        return other;
    }

    private void SearchBoth(Leaf small, Leaf large)
    {
        small.Histogram = _histograms.Rent();
        var best = new (Split Small, Split Large)[columns.Length];
        Workers.Each(columns.Length, Threads(small), column =>
        {
            Build(small, column);
            _histograms.Subtract(large.Histogram, small.Histogram, column);
            best[column] = (CanSplit(small) ? Search(small, column) : small.Best, Search(large, column));
        });
        (small.Best, large.Best) = (First(best.Select(x => x.Small)), First(best.Select(x => x.Large)));
        foreach (var final in new[] { small, large }.Where(x => x.Best.Column < 0))
            Release(final);
    }

    private void Build(Leaf leaf, int column) =>
        _histograms.Build(leaf.Histogram, column, RowsOf(leaf), _gathered.AsSpan(0, leaf.Count));

    private Split Search(Leaf leaf, int column) =>
        _search.Best(columns[column], column, _histograms.Of(leaf.Histogram, column), leaf.Sum);

    /// <summary>Puts the gradients of a leaf in the order of its rows, for every column to read, and adds them up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector128<long> Gather(Leaf leaf)
    {
        var all = gradients.Rows;
        var rows = RowsOf(leaf);
        var sum = Vector128<long>.Zero;
        for (var i = 0; i < rows.Length; i++)
        {
            _gathered[i] = all[rows[i]];
            sum += _gathered[i];
        }

        return sum;
    }

    private void Release(Leaf leaf)
    {
        if (leaf.Histogram is not null)
            _histograms.Return(leaf.Histogram);
        leaf.Histogram = null;
    }

    private bool CanSplit(Leaf leaf) => leaf.Count >= 2 * options.MinimumRowsPerLeaf;

    private int Threads(Leaf leaf) => (long)leaf.Count * columns.Length < FewestValuesForThreads ? 1 : options.Threads;

    private static Split First(IEnumerable<Split> splits) =>
        splits.Aggregate(new Split(0, -1, 0, 0), (best, x) => x.Column >= 0 && x.IsBetterThan(best) ? x : best);
}
