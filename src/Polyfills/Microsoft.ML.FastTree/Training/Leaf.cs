using System.Runtime.Intrinsics;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>A leaf of the tree that is growing, and the rows that have come to it.</summary>
internal sealed class Leaf
{
    /// <summary>Of its rows in the grower's list of rows.</summary>
    public required int Start { get; init; }

    public required int Count { get; set; }

    public Vector128<long> Sum { get; set; }

    /// <summary>The node above it, or -1 for the root.</summary>
    public required int Parent { get; set; }

    public bool IsInside { get; set; }

    /// <summary>Null where no split is looked for.</summary>
    public Vector128<long>[] Histogram { get; set; }

    public Split Best { get; set; } = new(0, -1, 0, 0);
}
