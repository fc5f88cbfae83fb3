using System.Collections.Immutable;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Pipeline.MLNet.Features;
using Pipeline.MLNet.Rows;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Explanation;

/// <summary>
/// The trees of a model of ML.NET, in the form that belongs to no library, and the slots that they ask for. Models of several
/// classes do not show their trees; one whose trees split by sets of categories has no such form.
/// </summary>
internal sealed class ModelTrees
{
    private const int RowsAtOnce = 256;

    private readonly RowLayout _layout;
    private readonly IRowToRowMapper _encoder;
    private readonly DataViewSchema.Column _features;

    /// <summary>By slot of the features, its place among those that trees ask for; -1 for the others.</summary>
    private readonly int[] _places;

    private readonly int _asked;

    private ModelTrees(RowLayout layout, IRowToRowMapper encoder, DataViewSchema.Column features, int[] asked)
    {
        (_layout, _encoder, _features, _asked) = (layout, encoder, features, asked.Length);
        _places = new int[((VectorDataViewType)features.Type).Size];
        Array.Fill(_places, -1);
        foreach (var (place, slot) in asked.Index())
            _places[slot] = place;
    }

    /// <summary>Null for a model that has no trees, or does not show them.</summary>
    /// <param name="model">From inputs to answers.</param>
    /// <param name="layout">Of what it reads.</param>
    /// <param name="signature">Of the model.</param>
    public static TreeModel? Of(ITransformer model, RowLayout layout, ModelSignature signature)
    {
        var steps = Steps(model).ToList();
        var at = steps.FindIndex(step => step is ISingleFeaturePredictionTransformer<object>);
        if (at < 0 || steps[at] is not ISingleFeaturePredictionTransformer<object> learned)
            return null;
        var learner = WithoutCalibrator(learned.Model);
        var grown = learner switch
        {
            TreeEnsembleModelParametersBasedOnRegressionTree x => Ensemble(x.TrainedTreeEnsemble),
            // Of numbers, a forest's answer is the mean of its trees; of two classes, their sum.
            FastForestRegressionModelParameters x =>
                Ensemble(x.TrainedTreeEnsemble, 1.0 / Math.Max(1, x.TrainedTreeEnsemble.Trees.Count)),
            TreeEnsembleModelParametersBasedOnQuantileRegressionTree x => Ensemble(x.TrainedTreeEnsemble),
            _ => null,
        };
        if (grown is null)
            return null;
        ITransformer encoding = new TransformerChain<ITransformer>([.. steps.Take(at)]);
        var encoder = encoding.GetRowToRowMapper(layout.Schema);
        var features = encoder.OutputSchema[learned.FeatureColumnName];
        var inputs = Inputs(signature, layout, encoder);
        if (inputs.Count != ((VectorDataViewType)features.Type).Size)
            return null;
        int[] asked = [.. grown.Trees.SelectMany(tree => tree.Slots).Distinct().Order()];
        var trees = new ModelTrees(layout, encoder, features, asked);
        return new TreeModel
        {
            Ensemble = new TreeEnsemble([.. grown.Trees.Select(trees.Placed)], grown.Bias),
            Inputs = [.. asked.Select(slot => inputs[slot])],
            Output = signature.Task == ModelTask.BinaryClassification ? ModelOutputs.Score
                : learner is FastTreeTweedieModelParameters ? "logarithm of the value" : ModelOutputs.Value,
            Encode = trees.Encode,
        };
    }

    private static IEnumerable<ITransformer> Steps(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Steps) : [model];

    /// <summary>What a calibrator stands behind, whose type is another after a model was loaded.</summary>
    private static object WithoutCalibrator(object model)
    {
        for (var type = model.GetType(); type is not null; type = type.BaseType)
        {
            var inner = type.GetProperty("SubModel", BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            if (inner?.GetValue(model) is { } sub)
                return sub;
        }

        return model;
    }

    private static TreeEnsemble? Ensemble<T>(TreeEnsemble<T> trees, double part = 1)
        where T : RegressionTreeBase =>
        trees.Trees.Any(tree => tree.CategoricalSplitFlags.Any(isSet => isSet))
            ? null
            : new TreeEnsemble(
                [.. trees.Trees.Select((tree, number) => Tree(tree, part * trees.TreeWeights[number]))], part * trees.Bias);

    private static DecisionTree Tree(RegressionTreeBase tree, double weight) => new()
    {
        Slots = [.. tree.NumericalSplitFeatureIndexes],
        Thresholds = [.. tree.NumericalSplitThresholds.Select(threshold => (double)threshold)],
        Left = [.. tree.LeftChild],
        Right = [.. tree.RightChild],
        Leaves = tree.LeafValues.Count == 0 ? [0] : [.. tree.LeafValues.Select(value => value * weight)],
    };

    /// <summary>By slot of the features, the inputs that the column depends on which it is of.</summary>
    private static List<ImmutableArray<int>> Inputs(ModelSignature signature, RowLayout layout, IRowToRowMapper encoder)
    {
        // ML.NET does not say what it joined; the same inputs always make the same columns.
        var made = new FeatureSteps(new MLContext(), layout, signature.Crosses ?? [], signature.Label.Column);
        made.Create();
        var places = layout.Inputs.Index().ToDictionary(input => input.Item.Name, input => input.Index);
        var inputs = new List<ImmutableArray<int>>();
        foreach (var name in made.Joined)
        {
            var column = encoder.OutputSchema[name];
            ImmutableArray<int> sources =
            [
                .. encoder.GetDependencies([column])
                    .Select(source => places[layout.Columns[source.Index].Input.Name]).Distinct().Order(),
            ];
            var size = column.Type is VectorDataViewType vector ? vector.Size : 1;
            inputs.AddRange(Enumerable.Repeat(sources, size));
        }

        return inputs;
    }

    private DecisionTree Placed(DecisionTree tree) => tree with { Slots = [.. tree.Slots.Select(slot => _places[slot])] };

    private float[][] Encode(Table rows, CancellationToken cancellationToken)
    {
        var encoded = new float[rows.RowCount][];
        Parallel.For(
            0,
            (encoded.Length + RowsAtOnce - 1) / RowsAtOnce,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new Encoder(this, rows),
            (batch, _, encoder) =>
            {
                for (var row = batch * RowsAtOnce; row < Math.Min(encoded.Length, (batch + 1) * RowsAtOnce); row++)
                    encoded[row] = encoder.Encode(row);
                return encoder;
            },
            encoder => encoder.Dispose());
        return encoded;
    }

    /// <summary>For one thread.</summary>
    private sealed class Encoder : IDisposable
    {
        private readonly ModelTrees _trees;
        private readonly TableRow _input;
        private readonly DataViewRow _mapped;
        private readonly ValueGetter<VBuffer<float>> _get;
        private VBuffer<float> _buffer;

        public Encoder(ModelTrees trees, Table rows)
        {
            (_trees, _input) = (trees, new TableRow(rows, trees._layout));
            _mapped = trees._encoder.GetRow(_input, [trees._features]);
            _get = _mapped.GetGetter<VBuffer<float>>(_mapped.Schema[trees._features.Index]);
        }

        public float[] Encode(int row)
        {
            _input.Index = row;
            _get(ref _buffer);
            var slots = new float[_trees._asked];
            var places = _trees._places;
            var values = _buffer.GetValues();
            var indices = _buffer.IsDense ? default : _buffer.GetIndices();
            for (var i = 0; i < values.Length; i++)
            {
                if (places[_buffer.IsDense ? i : indices[i]] is >= 0 and var place)
                    slots[place] = values[i];
            }

            return slots;
        }

        public void Dispose() => _mapped.Dispose();
    }
}
