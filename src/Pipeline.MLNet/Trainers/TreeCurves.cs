using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using Pipeline.MLNet.Rows;
using Pipeline.Models;

namespace Pipeline.MLNet.Trainers;

/// <summary>
/// The loss of boosted trees by the number of trees, by asking the first so many of them; rows count as their weights say. Of the
/// train rows a sample is enough to see it fall; of watched rows all count, because they decide.
/// </summary>
internal sealed class TreeCurves
{
    private const int MostTrainRows = 1_000;

    private readonly Tree[] _trees;
    private readonly double _bias;
    private readonly string _metric;
    private readonly Func<double, double, double> _loss;

    /// <param name="trees">Whose weighted answers are added.</param>
    /// <param name="metric">The name of the mean loss.</param>
    /// <param name="loss">Of a sum of answers and the truth.</param>
    private TreeCurves(RegressionTreeEnsemble trees, string metric, Func<double, double, double> loss)
    {
        _trees = [.. trees.Trees.Select((tree, i) => new Tree(tree, trees.TreeWeights[i]))];
        (_bias, _metric, _loss) = (trees.Bias, metric, loss);
    }

    /// <summary>No curve for what is not made of boosted trees.</summary>
    /// <param name="learned">By the learner alone.</param>
    /// <param name="train">That it learned from.</param>
    /// <param name="watched">That it was watched on; null where there are none.</param>
    public static IReadOnlyList<MetricCurve> Of(ITransformer learned, EncodedRows train, EncodedRows? watched)
    {
        if (Of(learned) is not { } curves)
            return [];
        List<MetricCurve> all = [curves.Along(train, MostTrainRows, "")];
        if (watched is not null)
            all.Add(curves.Along(watched, int.MaxValue, MetricCurve.OnWatchedRows));
        return all;
    }

    private static TreeCurves? Of(ITransformer learned) => (learned as ISingleFeaturePredictionTransformer<object>)?.Model switch
    {
        CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> x => Binary(x.SubModel, x.Calibrator),
        CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator> x => Binary(x.SubModel, x.Calibrator),
        FastTreeTweedieModelParameters x => Regression(x.TrainedTreeEnsemble, Math.Exp),
        FastTreeRegressionModelParameters x => Regression(x.TrainedTreeEnsemble, score => score),
        LightGbmRegressionModelParameters x => Regression(x.TrainedTreeEnsemble, score => score),
        _ => null,
    };

    private static TreeCurves Binary(TreeEnsembleModelParametersBasedOnRegressionTree trees, PlattCalibrator calibrator) => new(
        trees.TrainedTreeEnsemble,
        "log_loss",
        (score, truth) => Statistics.LogLoss.Of(
            1 / (1 + Math.Exp((calibrator.Slope * score) + calibrator.Offset)), isPositive: truth > 0));

    private static TreeCurves Regression(RegressionTreeEnsemble trees, Func<double, double> answer) => new(
        trees, "mean_squared_error", (score, truth) => Math.Pow(answer(score) - truth, 2));

    private MetricCurve Along(EncodedRows rows, int most, string prefix)
    {
        var truths = rows.Target.Values;
        var every = Math.Max(1, truths.Length / most);
        var (sums, features) = (new double[_trees.Length], new float[rows.Length]);
        var all = 0.0;
        for (var row = 0; row < truths.Length; row += every)
        {
            rows.CopyTo(row, features);
            var (score, weight) = (_bias, rows.Weights?[row] ?? 1);
            all += weight;
            for (var tree = 0; tree < sums.Length; tree++)
                sums[tree] += weight * _loss(score += _trees[tree].Of(features), truths[row]);
        }

        return new MetricCurve(prefix + _metric, [.. sums.Select((sum, tree) => new CurvePoint(tree + 1, sum / all))])
        {
            Unit = "tree",
        };
    }

    private sealed class Tree(RegressionTree tree, double weight)
    {
        private readonly int[] _left = [.. tree.LeftChild];
        private readonly int[] _right = [.. tree.RightChild];
        private readonly int[] _features = [.. tree.NumericalSplitFeatureIndexes];
        private readonly float[] _thresholds = [.. tree.NumericalSplitThresholds];
        private readonly int[]?[] _categories =
        [
            .. tree.CategoricalSplitFlags.Select((isSet, node) =>
                isSet ? tree.GetCategoricalSplitFeaturesAt(node).ToArray() : null),
        ];

        private readonly double[] _leaves = [.. tree.LeafValues.Select(value => value * weight)];

        public double Of(ReadOnlySpan<float> features)
        {
            if (_left.Length == 0)
                return _leaves.Length > 0 ? _leaves[0] : 0;
            var node = 0;
            while (node >= 0)
                node = IsRight(node, features) ? _right[node] : _left[node];
            return _leaves[~node];
        }

        private bool IsRight(int node, ReadOnlySpan<float> features)
        {
            if (_categories.Length == 0 || _categories[node] is not { } indicators)
                return !(features[_features[node]] <= _thresholds[node]);
            foreach (var indicator in indicators)
            {
                if (features[indicator] > 0)
                    return true;
            }

            return false;
        }
    }
}
