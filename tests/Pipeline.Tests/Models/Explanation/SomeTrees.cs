using System.Collections.Immutable;

namespace Pipeline.Models.Explanation;

/// <summary>Small random trees, and Shapley values of them by the definition: all subsets of slots.</summary>
internal static class SomeTrees
{
    public static TreeEnsemble Random(int seed, int trees = 3, int slots = 5, int depth = 4)
    {
        var random = new Random(seed);
        return new TreeEnsemble(
            [.. Enumerable.Range(0, trees).Select(_ => Tree(random, slots, depth))], random.NextDouble());
    }

    public static float[] Row(int seed, int slots = 5)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, slots).Select(_ => random.Next(20) == 0 ? float.NaN : (float)random.Next(-5, 6))];
    }

    /// <summary>By the definition (Shapley 1953), with the value of each set of known slots given.</summary>
    public static double[] Shapley(int slots, Func<int, double> value)
    {
        var contributions = new double[slots];
        for (var set = 0; set < 1 << slots; set++)
        {
            var size = System.Numerics.BitOperations.PopCount((uint)set);
            for (var slot = 0; slot < slots; slot++)
            {
                if ((set & (1 << slot)) != 0)
                    continue;
                var weight = Factorial(size) * Factorial(slots - size - 1) / Factorial(slots);
                contributions[slot] += weight * (value(set | (1 << slot)) - value(set));
            }
        }

        return contributions;
    }

    /// <summary>A tree's mean over both ways where a slot is not known (Lundberg et al. 2018, Algorithm 1).</summary>
    public static double Expected(TreeEnsemble ensemble, float[] row, int known) =>
        ensemble.Bias + ensemble.Trees.Sum(tree => Expected(tree, row, known, tree.Slots.Length == 0 ? ~0 : 0));

    /// <summary>The mean over background rows whose known slots are the row's.</summary>
    public static double Mixed(TreeEnsemble ensemble, float[] row, int known, float[][] background) =>
        background.Average(other => ensemble.Margin(
            [.. row.Select((value, slot) => (known & (1 << slot)) != 0 ? value : other[slot])]));

    private static double Expected(DecisionTree tree, float[] row, int known, int node)
    {
        if (node < 0)
            return tree.Leaves[~node];
        if ((known & (1 << tree.Slots[node])) != 0)
        {
            var next = row[tree.Slots[node]] <= tree.Thresholds[node] ? tree.Left[node] : tree.Right[node];
            return Expected(tree, row, known, next);
        }

        var (left, right) = (Cover(tree, tree.Left[node]), Cover(tree, tree.Right[node]));
        var share = left + right > 0 ? left / (left + right) : 0.5;
        return (share * Expected(tree, row, known, tree.Left[node]))
            + ((1 - share) * Expected(tree, row, known, tree.Right[node]));
    }

    private static double Cover(DecisionTree tree, int node) =>
        node < 0 ? tree.Covers[~node] : Cover(tree, tree.Left[node]) + Cover(tree, tree.Right[node]);

    private static double Factorial(int number) => number <= 1 ? 1 : number * Factorial(number - 1);

    private static DecisionTree Tree(Random random, int slots, int depth)
    {
        var (asked, thresholds, left, right) = (new List<int>(), new List<double>(), new List<int>(), new List<int>());
        var (leaves, covers) = (new List<double>(), new List<double>());
        Grow(depth);
        return new DecisionTree
        {
            Slots = [.. asked],
            Thresholds = [.. thresholds],
            Left = [.. left],
            Right = [.. right],
            Leaves = [.. leaves],
            Covers = [.. covers],
        };

        int Grow(int most)
        {
            if (most == 0 || random.Next(4) == 0)
            {
                leaves.Add(random.NextDouble() - 0.5);
                covers.Add(random.Next(6) == 0 ? 0 : random.Next(1, 100));
                return ~(leaves.Count - 1);
            }

            var node = asked.Count;
            asked.Add(random.Next(slots));
            thresholds.Add(random.Next(-4, 5));
            left.Add(0);
            right.Add(0);
            left[node] = Grow(most - 1);
            right[node] = Grow(most - 1);
            return node;
        }
    }
}
