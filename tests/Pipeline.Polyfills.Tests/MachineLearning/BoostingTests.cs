using Microsoft.ML.Trainers.FastTree.Ensembles;
using Microsoft.ML.Trainers.FastTree.Training;

namespace Pipeline.Polyfills.MachineLearning;

public class BoostingTests
{
    private static readonly GrowthOptions Options = new() { Trees = 12, Leaves = 9, MinimumRowsPerLeaf = 15 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Tree_AnyRows_KeepsToItsLimits(int seed)
    {
        var rows = SomeRows.Of(seed);

        var ensemble = Boosting.Train(rows, Options);

        ensemble.Roots.Length.ShouldBe(Options.Trees);
        foreach (var root in ensemble.Roots)
        {
            var below = ensemble.LeavesBelow(root).ToList();
            var visited = Enumerable.Range(0, rows.Labels.Length).CountBy(x => ensemble.LeafOf(root, rows.Row(x))).ToList();
            below.Count.ShouldBeInRange(2, Options.Leaves);
            visited.Select(x => x.Key).Order().ShouldBe(below.Order());
            visited.ShouldAllBe(x => x.Value >= Options.MinimumRowsPerLeaf);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Score_AnyRow_IsTheSumOfItsLeaves(int seed)
    {
        var rows = SomeRows.Of(seed);
        var ensemble = Boosting.Train(rows, Options);

        for (var i = 0; i < rows.Labels.Length; i++)
        {
            var row = rows.Row(i);
            var sum = ensemble.Roots.Aggregate(ensemble.Bias, (x, root) => x + ensemble.Leaves[ensemble.LeafOf(root, row)]);
            ensemble.Score(row).ShouldBe((float)sum);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Train_RowsInAnotherOrder_GrowsTheSameTrees(int seed)
    {
        var rows = SomeRows.Of(seed);
        var order = Enumerable.Range(0, rows.Labels.Length).ToArray();
        new Random(seed).Shuffle(order);

        var shuffled = Boosting.Train(rows.InOrder(order), Options);

        shuffled.Bytes().ShouldBe(Boosting.Train(rows, Options).Bytes());
    }

    [Fact]
    public void Train_AnyNumberOfThreads_GrowsTheSameTrees()
    {
        var rows = SomeRows.Of(seed: 1, count: 60_000);

        var bytes = new[] { 1, 2, 4 }.Select(x => Boosting.Train(rows, Options with { Threads = x }).Bytes()).ToList();

        bytes[1].ShouldBe(bytes[0]);
        bytes[2].ShouldBe(bytes[0]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Train_MoreTrees_BeginsWithTheSameOnesAndFitsBetter(int seed)
    {
        var rows = SomeRows.Of(seed);

        var (few, many) = (Boosting.Train(rows, Options), Boosting.Train(rows, Options with { Trees = 24 }));

        many.Leaves[..few.Leaves.Length].ShouldBe(few.Leaves);
        Loss(many, rows).ShouldBeLessThan(Loss(few, rows));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void FirstSplit_OfTwoLeaves_IsTheBestOfAll(int seed)
    {
        var rows = SomeRows.Of(seed, count: 60);

        var ensemble = Boosting.Train(rows, new GrowthOptions { Trees = 1, Leaves = 2, MinimumRowsPerLeaf = 5 });

        var node = ensemble.Nodes.ShouldHaveSingleItem();
        var inside = Enumerable.Range(0, 60).Select(x => ensemble.LeafOf(0, rows.Row(x)) == ~node.Inside).ToArray();
        Gain(rows, inside).ShouldBe(EveryDivision(rows).Where(IsAllowed).Max(x => Gain(rows, x)), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Leaf_OfTheFirstTree_HasTheNewtonStep(int seed)
    {
        var rows = SomeRows.Of(seed);
        var p = 1 / (1 + Math.Exp(-Boosting.Train(rows, Options).Bias));

        var ensemble = Boosting.Train(rows, Options with { Trees = 1 });

        foreach (var leaf in Enumerable.Range(0, rows.Labels.Length).GroupBy(x => ensemble.LeafOf(0, rows.Row(x))))
        {
            var step = leaf.Sum(x => (rows.Labels[x] ? 1 : 0) - p) / (leaf.Count() * p * (1 - p));
            ensemble.Leaves[leaf.Key].ShouldBe(Options.LearningRate * step, 1e-6);
        }
    }

    [Fact]
    public void Train_NothingDiffers_GrowsNoTree()
    {
        var labels = Enumerable.Range(0, 100).Select(x => x < 25);
        var rows = new TrainingRows([0], [Enumerable.Repeat(3f, 100).ToArray()], [.. labels]);

        var ensemble = Boosting.Train(rows, Options);

        ensemble.Roots.ShouldBeEmpty();
        ensemble.Score([3]).ShouldBe((float)Math.Log(26 / 76d));
    }

    [Fact]
    public void Train_LabelsOfOneClass_StaysFinite()
    {
        var rows = SomeRows.Of(1) with { Labels = new bool[500] };

        var ensemble = Boosting.Train(rows, Options);

        float.IsFinite(ensemble.Score(rows.Row(0))).ShouldBeTrue();
    }

    private static double Loss(Ensemble ensemble, TrainingRows rows) => Enumerable.Range(0, rows.Labels.Length)
        .Average(x => Math.Log(1 + Math.Exp(rows.Labels[x] ? -ensemble.Score(rows.Row(x)) : ensemble.Score(rows.Row(x)))));

    /// <summary>By value of a number, missing ones on either side, or one category against the rest.</summary>
    private static IEnumerable<bool[]> EveryDivision(TrainingRows rows)
    {
        foreach (var numbers in rows.Columns[..2])
        {
            foreach (var threshold in numbers.Where(x => !float.IsNaN(x)).Distinct())
            {
                yield return [.. numbers.Select(x => x <= threshold)];
                yield return [.. numbers.Select(x => x > threshold)];
            }
        }

        for (var category = 0; category < SomeRows.Categories; category++)
            yield return [.. rows.Columns[2].Select(x => x == category)];
    }

    private static bool IsAllowed(bool[] inside) => inside.Count(x => x) >= 5 && inside.Count(x => !x) >= 5;

    /// <summary>Of the first tree, where all rows have the same probability.</summary>
    private static double Gain(TrainingRows rows, bool[] inside)
    {
        var positives = rows.Labels.Count(x => x);
        var p = (positives + 1d) / (rows.Labels.Length + 2d);
        return Side(true) + Side(false) - Side(null);

        double Side(bool? side)
        {
            var labels = rows.Labels.Where((_, i) => side is null || inside[i] == side).ToList();
            return Math.Pow(labels.Sum(x => p - (x ? 1 : 0)), 2) / (labels.Count * p * (1 - p));
        }
    }
}
