using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Trainers.FastTree.Ensembles;

/// <summary>Trees whose values add up, flattened: all nodes in one array, each before its descendants.</summary>
internal sealed class Ensemble
{
    private readonly int[] _slotCounts;

    /// <exception cref="FormatException">A tree leads nowhere, or in a circle.</exception>
    public Ensemble(int[] slotCounts, double bias, int[] roots, Node[] nodes, double[] leaves)
    {
        (_slotCounts, Bias, Roots, Nodes, Leaves) = (slotCounts, bias, roots, nodes, leaves);
        Check();
    }

    public IReadOnlyList<int> SlotCounts => _slotCounts;

    public double Bias { get; }

    /// <summary>The first node of each tree, or the complement of its only leaf.</summary>
    public int[] Roots { get; }

    public Node[] Nodes { get; }

    public double[] Leaves { get; }

    /// <summary>Adds up in the order of the trees, so the sum is the same everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Score(ReadOnlySpan<float> features)
    {
        if (features.Length != _slotCounts.Length)
            throw new ArgumentException("The vector is not of the length that the trees were trained on.", nameof(features));
        var (nodes, leaves) = (Nodes, Leaves);
        var sum = Bias;
        foreach (var root in Roots)
        {
            var at = root;
            while (at >= 0)
            {
                ref readonly var node = ref nodes[at];
                var value = features[node.Column];
                at = value >= node.Low && value <= node.High ? node.Inside : node.Outside;
            }

            sum += leaves[~at];
        }

        return (float)sum;
    }

    private void Check()
    {
        foreach (var root in Roots)
            CheckTarget(root, -1);
        for (var i = 0; i < Nodes.Length; i++)
        {
            var node = Nodes[i];
            if ((uint)node.Column >= (uint)_slotCounts.Length || float.IsNaN(node.Low) || float.IsNaN(node.High))
                throw new FormatException("A node of a tree asks for a column that is not there.");
            CheckTarget(node.Inside, i);
            CheckTarget(node.Outside, i);
        }

        foreach (var leaf in Leaves)
        {
            if (!double.IsFinite(leaf))
                throw new FormatException("A leaf of a tree is not a number.");
        }
    }

    private void CheckTarget(int target, int from)
    {
        var isThere = target >= 0 ? target > from && target < Nodes.Length : ~target < Leaves.Length;
        if (!isThere)
            throw new FormatException("A tree leads to a node that is not there, or back to where it came from.");
    }
}
