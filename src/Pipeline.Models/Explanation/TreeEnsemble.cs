using System.Collections.Immutable;
using Pipeline.Models.Tables;

namespace Pipeline.Models.Explanation;

/// <summary>Decision trees whose leaves are added, whoever grew them: what attributions by trees are computed from.</summary>
public sealed class TreeEnsemble
{
    /// <param name="trees">In the order in which they are added.</param>
    /// <param name="bias">What is added to them.</param>
    public TreeEnsemble(IReadOnlyList<DecisionTree> trees, double bias)
    {
        ArgumentNullException.ThrowIfNull(trees);
        (Trees, Bias) = (trees, bias);
    }

    public IReadOnlyList<DecisionTree> Trees { get; }

    public double Bias { get; }

    /// <summary>Every leaf has a cover.</summary>
    public bool IsCovered => Trees.All(tree => tree.Covers.Length == tree.Leaves.Length);

    public int LeafCount => Trees.Sum(tree => tree.Leaves.Length);

    /// <summary>The sum of the leaves that a row falls into.</summary>
    /// <param name="slots">The row as the trees read it.</param>
    public double Margin(ReadOnlySpan<float> slots)
    {
        var sum = Bias;
        foreach (var tree in Trees)
            sum += tree.Leaves[tree.LeafOf(slots)];
        return sum;
    }

    /// <summary>How many of the rows fall into each leaf, tree by tree.</summary>
    /// <param name="rows">Each as the trees read it.</param>
    public IReadOnlyList<ImmutableArray<long>> Count(IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var counts = new ImmutableArray<long>[Trees.Count];
        Parallel.For(0, counts.Length, number =>
        {
            var tree = Trees[number];
            var fallen = new long[tree.Leaves.Length];
            for (var row = 0; row < rows.Count; row++)
                fallen[tree.LeafOf(rows[row])]++;
            counts[number] = [.. fallen];
        });
        return counts;
    }

    /// <summary>The same trees with the covers that <see cref="Count"/> found.</summary>
    /// <exception cref="ArgumentException">They are of other trees.</exception>
    public TreeEnsemble With(IReadOnlyList<ImmutableArray<long>> covers)
    {
        ArgumentNullException.ThrowIfNull(covers);
        if (covers.Count != Trees.Count || covers.Zip(Trees, (x, tree) => x.Length != tree.Leaves.Length).Any(differs => differs))
            throw new ArgumentException("The covers are those of other trees.", nameof(covers));
        return new TreeEnsemble(
            [.. Trees.Zip(covers, (tree, counts) => tree with { Covers = [.. counts.Select(count => (double)count)] })], Bias);
    }
}

/// <summary>
/// One tree. Its nodes are numbered from the root, which is 0; a child below 0 is the bitwise complement of a leaf's number. A
/// row goes left where its slot is at most the threshold, and right otherwise, also where it is NaN.
/// </summary>
public sealed record DecisionTree
{
    /// <summary>By node, which slot of a row is asked; none for a tree that is one leaf.</summary>
    public required ImmutableArray<int> Slots { get; init; }

    /// <summary>By node.</summary>
    public required ImmutableArray<double> Thresholds { get; init; }

    /// <summary>By node.</summary>
    public required ImmutableArray<int> Left { get; init; }

    /// <summary>By node.</summary>
    public required ImmutableArray<int> Right { get; init; }

    /// <summary>By leaf, what it adds.</summary>
    public required ImmutableArray<double> Leaves { get; init; }

    /// <summary>By leaf, the weight of the rows that fell into it, 0 or more; empty where nobody counted.</summary>
    public ImmutableArray<double> Covers { get; init; } = [];

    /// <summary>The number of the leaf that a row falls into.</summary>
    public int LeafOf(ReadOnlySpan<float> slots)
    {
        if (Slots.Length == 0)
            return 0;
        var node = 0;
        while (node >= 0)
            node = slots[Slots[node]] <= Thresholds[node] ? Left[node] : Right[node];
        return ~node;
    }
}

/// <summary>A predictor that may be made of trees, and then shows them.</summary>
public interface ITreeModel
{
    /// <summary>Null for one that is not made of trees, or does not show them.</summary>
    TreeModel? Trees { get; }
}

/// <summary>A model's trees, and how a row becomes what they read.</summary>
public sealed record TreeModel
{
    public required TreeEnsemble Ensemble { get; init; }

    /// <summary>By slot, the numbers of the signature's inputs that it is made of: one, or those of a cross.</summary>
    public required IReadOnlyList<ImmutableArray<int>> Inputs { get; init; }

    /// <summary>What the sum of the trees is, in words: "score", "logarithm of the value".</summary>
    public required string Output { get; init; }

    /// <summary>Makes of each row of a table the slots that trees ask for.</summary>
    public required Func<Table, CancellationToken, float[][]> Encode { get; init; }
}
