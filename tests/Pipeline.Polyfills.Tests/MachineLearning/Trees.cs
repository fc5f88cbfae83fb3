using Microsoft.ML.Archives;
using Microsoft.ML.Trainers.FastTree.Ensembles;

namespace Pipeline.Polyfills.MachineLearning;

/// <summary>What can be seen of an ensemble from outside.</summary>
internal static class Trees
{
    public static byte[] Bytes(this Ensemble ensemble)
    {
        using var writer = new ModelWriter();
        EnsembleFormat.Write(ensemble, writer);
        return writer.ToArray();
    }

    /// <summary>The leaf that a row comes to, written down a second time: child by child, by the definition of a node.</summary>
    public static int LeafOf(this Ensemble ensemble, int root, float[] row)
    {
        var at = root;
        while (at >= 0)
        {
            var node = ensemble.Nodes[at];
            var isInside = node.Low <= row[node.Column] && row[node.Column] <= node.High;
            at = isInside ? node.Inside : node.Outside;
        }

        return ~at;
    }

    /// <summary>The leaves below a node, or the leaf itself.</summary>
    public static IEnumerable<int> LeavesBelow(this Ensemble ensemble, int at) => at < 0
        ? [~at]
        : LeavesBelow(ensemble, ensemble.Nodes[at].Inside).Concat(LeavesBelow(ensemble, ensemble.Nodes[at].Outside));
}
