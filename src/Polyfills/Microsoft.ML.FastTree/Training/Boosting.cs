using System;
using System.Linq;
using Microsoft.ML.Trainers.FastTree.Ensembles;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>Gradient boosting of the logistic loss with Newton steps (Friedman 2001, algorithm 5).</summary>
internal static class Boosting
{
    /// <summary>In log-odds: no single tree decides more than this.</summary>
    private const double LargestStep = 100;

    public static Ensemble Train(TrainingRows rows, GrowthOptions options)
    {
        var columns = Binning.Bin(rows, options.Threads);
        var trees = new EnsembleBuilder();
        var gradients = new Gradients(rows.Labels.Length);
        var grower = new TreeGrower(columns, options, gradients, trees);
        var bias = LogOdds(rows.Labels);
        var scores = new double[rows.Labels.Length];
        Array.Fill(scores, bias);
        for (var tree = 0; tree < options.Trees; tree++)
        {
            gradients.Update(scores, rows.Labels, options.Threads);
            var leaves = grower.Grow();
            if (leaves.Count == 1)
                break;
            foreach (var leaf in leaves)
            {
                var step = options.LearningRate * Math.Clamp(gradients.Of(leaf.Sum).Step, -LargestStep, LargestStep);
                trees.AddLeaf(leaf, step);
                foreach (var row in grower.RowsOf(leaf))
                    scores[row] += step;
            }
        }

        return trees.Build(rows.SlotCounts, bias);
    }

    /// <summary>Where boosting starts, as if each class had been met once more than it was.</summary>
    private static double LogOdds(bool[] labels)
    {
        var positives = labels.Count(x => x);
        return Math.Log((positives + 1d) / (labels.Length - positives + 1d));
    }
}
