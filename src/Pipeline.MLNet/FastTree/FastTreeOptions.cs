using Pipeline.Core.Models;

namespace Pipeline.MLNet.FastTree;

/// <summary>The knobs of fast-tree, with ML.NET's defaults.</summary>
internal static class FastTreeOptions
{
    public const string Trees = "trees";
    public const string Leaves = "leaves";
    public const string LearningRate = "learning-rate";
    public const string MinLeaf = "min-leaf";

    public static IReadOnlyList<TrainerOption> All { get; } =
    [
        new(Trees, "How many trees are grown, one after another.", 100, 1, 10_000, IsWhole: true),
        new(Leaves, "The most leaves that a tree has.", 20, 2, 1_024, IsWhole: true),
        new(LearningRate, "How much of its best step each tree takes.", 0.2, 0.0001, 1, IsWhole: false),
        new(MinLeaf, "The fewest training rows that a leaf has.", 10, 1, 1_000_000, IsWhole: true),
    ];
}
