using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Testing;

namespace Pipeline.Models.Explanation;

public sealed class TreeShapTests
{
    private const int Slots = 5;

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, 1_000_000).ToArbitrary();

    [Fact]
    public void PathDependent_RandomTrees_AreTheValuesOfAllSubsets() => Check(seed =>
    {
        var (trees, row) = (SomeTrees.Random(seed), SomeTrees.Row(seed + 1));

        var (explained, _) = PathDependent(trees, row);

        AreNear(explained, SomeTrees.Shapley(Slots, known => SomeTrees.Expected(trees, row, known)));
    });

    [Fact]
    public void Interventional_RandomTrees_AreTheValuesOfAllSubsets() => Check(seed =>
    {
        var (trees, row, background) = (SomeTrees.Random(seed), SomeTrees.Row(seed + 1), Rows(seed + 2, 7));

        var (explained, _) = Interventional(trees, row, background);

        AreNear(explained, SomeTrees.Shapley(Slots, known => SomeTrees.Mixed(trees, row, known, background)));
    });

    [Fact]
    public void Both_RandomTrees_AddUpToTheMargin() => Check(seed =>
    {
        var trees = SomeTrees.Random(seed, trees: 20, slots: 9, depth: 8);
        var (row, background) = (SomeTrees.Row(seed + 1, 9), Rows(seed + 2, 20, 9));

        var (byPaths, first) = PathDependent(trees, row);
        var (byRows, second) = Interventional(trees, row, background);

        (first + byPaths.Sum()).ShouldBe(trees.Margin(row), 1e-9);
        (second + byRows.Sum()).ShouldBe(trees.Margin(row), 1e-9);
    });

    [Fact]
    public void Both_ASlotThatNoTreeAsks_ContributeNothing() => Check(seed =>
    {
        var trees = SomeTrees.Random(seed, slots: Slots - 1);
        var row = SomeTrees.Row(seed + 1);

        PathDependent(trees, row).Contributions[Slots - 1].ShouldBe(0);
        Interventional(trees, row, Rows(seed + 2, 7)).Contributions[Slots - 1].ShouldBe(0);
    });

    [Fact]
    public void Both_SlotsThatSwapRoles_SwapContributions() => Check(seed =>
    {
        var trees = SomeTrees.Random(seed);
        var swapped = new TreeEnsemble(
            [.. trees.Trees.Select(tree => tree with { Slots = [.. tree.Slots.Select(slot => slot < 2 ? 1 - slot : slot)] })],
            trees.Bias);
        var (row, background) = (SomeTrees.Row(seed + 1), Rows(seed + 2, 7));
        float[] other = [row[1], row[0], .. row[2..]];

        AreNear(Swap(PathDependent(trees, row).Contributions), PathDependent(swapped, other).Contributions);
        AreNear(
            Swap(Interventional(trees, row, background).Contributions),
            Interventional(swapped, other, [.. background.Select(one => (float[])[one[1], one[0], .. one[2..]])]).Contributions);
    });

    [Fact]
    public void Both_PathsLongerThanAWord_AddUpToTheMargin()
    {
        // A chain asks each of 150 slots once: row by row another leaf, with up to 150 conditions.
        const int Length = 150;
        var chain = new DecisionTree
        {
            Slots = [.. Enumerable.Range(0, Length)],
            Thresholds = [.. Enumerable.Repeat(0.5, Length)],
            Left = [.. Enumerable.Range(0, Length).Select(node => node == Length - 1 ? ~Length : node + 1)],
            Right = [.. Enumerable.Range(0, Length).Select(node => ~node)],
            Leaves = [.. Enumerable.Range(0, Length + 1).Select(leaf => Math.Sin(leaf))],
            Covers = [.. Enumerable.Range(0, Length + 1).Select(leaf => leaf + 1.0)],
        };
        var trees = new TreeEnsemble([chain], 0);
        var random = new Random(3);
        var rows = Enumerable.Range(0, 20).Select(_ =>
            Enumerable.Range(0, Length).Select(_ => random.Next(40) == 0 ? 1f : 0f).ToArray()).ToArray();

        foreach (var row in rows)
        {
            var (byPaths, first) = PathDependent(trees, row);
            var (byRows, second) = Interventional(trees, row, rows);
            (first + byPaths.Sum()).ShouldBe(trees.Margin(row), 1e-9);
            (second + byRows.Sum()).ShouldBe(trees.Margin(row), 1e-9);
        }
    }

    [Fact]
    public void PathDependent_TreesOfXGBoost_AreItsOwnContributions()
    {
        var file = Path.Combine(Repository.Root, "tests", "Pipeline.Tests", "Models", "Explanation", "xgboost.json");
        var recorded = JsonNode.Parse(File.ReadAllText(file))!;
        var trees = new TreeEnsemble([.. recorded["trees"]!.AsArray().Select(tree => FromXGBoost(tree!))], 0);
        var slots = Numbers(recorded["rows"]![0]!).Length;

        foreach (var (row, expected) in recorded["rows"]!.AsArray().Zip(recorded["contributions"]!.AsArray()))
        {
            var (explained, mean) = PathDependent(trees, [.. Numbers(row!).Select(value => (float)value)]);

            // XGBoost computes in floats.
            AreNear([.. explained, mean], Numbers(expected!), 2e-5);
        }

        slots.ShouldBe(5);
    }

    /// <summary>XGBoost goes left where a slot is below its condition; here, where it is at most the float before.</summary>
    private static DecisionTree FromXGBoost(JsonNode tree)
    {
        var (left, right) = (Numbers(tree["left_children"]!), Numbers(tree["right_children"]!));
        var (slots, conditions) = (Numbers(tree["split_indices"]!), Numbers(tree["split_conditions"]!));
        var covers = Numbers(tree["sum_hessian"]!);
        var inner = Enumerable.Range(0, left.Length).Where(node => left[node] >= 0).ToList();
        var leaves = Enumerable.Range(0, left.Length).Where(node => left[node] < 0).ToList();
        return new DecisionTree
        {
            Slots = [.. inner.Select(node => (int)slots[node])],
            Thresholds = [.. inner.Select(node => (double)MathF.BitDecrement((float)conditions[node]))],
            Left = [.. inner.Select(node => Child((int)left[node]))],
            Right = [.. inner.Select(node => Child((int)right[node]))],
            Leaves = [.. leaves.Select(node => conditions[node])],
            Covers = [.. leaves.Select(node => covers[node])],
        };

        int Child(int node) => left[node] < 0 ? ~leaves.IndexOf(node) : inner.IndexOf(node);
    }

    private static double[] Numbers(JsonNode list) => [.. list.AsArray().Select(number => (double)number!)];

    private static (double[] Contributions, double BaseValue) PathDependent(TreeEnsemble trees, float[] row) =>
        Explain(new PathDependentShap(new LeafPaths(trees)), row);

    private static (double[] Contributions, double BaseValue) Interventional(
        TreeEnsemble trees, float[] row, float[][] background) =>
        Explain(new InterventionalShap(new LeafPaths(trees), [.. background.Select(one => LeafPaths.Ordered(one))]), row);

    private static (double[] Contributions, double BaseValue) Explain(TreeShap shap, float[] row)
    {
        var contributions = new double[row.Length];
        shap.Explain(LeafPaths.Ordered(row), contributions);
        return (contributions, shap.BaseValue);
    }

    private static float[][] Rows(int seed, int count, int slots = Slots) =>
        [.. Enumerable.Range(0, count).Select(row => SomeTrees.Row((seed * 31) + row, slots))];

    private static double[] Swap(double[] contributions) => [contributions[1], contributions[0], .. contributions[2..]];

    private static void AreNear(double[] actual, double[] expected, double by = 1e-9)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
            actual[i].ShouldBe(expected[i], by, $"slot {i}");
    }

    private static void Check(Action<int> property) => Prop.ForAll(Seeds, property).QuickCheckThrowOnFailure();
}
