using System.Collections.Generic;
using Microsoft.ML.Trainers.FastTree.Ensembles;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>Takes nodes as they are found; a leaf that splits makes way for the node.</summary>
internal sealed class EnsembleBuilder
{
    private readonly List<int> _roots = [];
    private readonly List<Node> _nodes = [];
    private readonly List<double> _leaves = [];

    /// <returns>The index of the node.</returns>
    public int AddNode(BinnedColumn column, Split split, Leaf leaf)
    {
        var (low, high) = Range(column, split);
        var index = _nodes.Count;
        _nodes.Add(new Node(column.Source, low, high, 0, 0));
        Link(leaf, index);
        return index;
    }

    public void AddLeaf(Leaf leaf, double value)
    {
        Link(leaf, ~_leaves.Count);
        _leaves.Add(value);
    }

    public Ensemble Build(int[] slotCounts, double bias) => new(slotCounts, bias, [.. _roots], [.. _nodes], [.. _leaves]);

    private void Link(Leaf leaf, int target)
    {
        if (leaf.Parent < 0)
            _roots.Add(target);
        else if (leaf.IsInside)
            _nodes[leaf.Parent] = _nodes[leaf.Parent] with { Inside = target };
        else
            _nodes[leaf.Parent] = _nodes[leaf.Parent] with { Outside = target };
    }

    /// <summary>The values whose bins are inside.</summary>
    private static (float Low, float High) Range(BinnedColumn column, Split split)
    {
        if (!column.IsNumber)
            return (column.FirstCategory + split.First - 1, column.FirstCategory + split.Last - 1);
        var low = split.First == 1 ? float.NegativeInfinity : float.BitIncrement(column.Highest[split.First - 2]);
        return (low, column.Highest[split.Last - 1]);
    }
}
