using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Transforms;
using Pipeline.Core.Models;
using Pipeline.Core.Tables;

namespace Pipeline.MLNet.FastTree;

/// <summary>
/// From inputs to a model: missing numbers become the mean and, where training has them, a feature of their own; categories
/// become indicators; numbers come first.
/// </summary>
internal sealed class FastTreePipeline(MLContext context, IReadOnlyList<ModelInput> inputs, string label)
{
    private readonly HashSet<string> _taken = [.. inputs.Select(x => x.Name), label];

    public IEstimator<ITransformer> Create(TrainerSettings settings, int? threads)
    {
        var numbers = Names(x => x.Type == ColumnType.Number);
        var categories = Names(x => x.Type != ColumnType.Number);
        var gaps = inputs.Where(x => x is { Type: ColumnType.Number, MayBeMissing: true })
            .ToDictionary(x => x.Name, x => Free(x.Name + " is missing"));
        var features = Free("Features");
        var steps = new List<IEstimator<ITransformer>>();
        if (gaps.Count > 0)
        {
            steps.Add(context.Transforms.IndicateMissingValues([.. gaps.Select(x => new InputOutputColumnPair(x.Value, x.Key))]));
            steps.Add(context.Transforms.Conversion.ConvertType(Columns(gaps.Values)));
        }

        if (numbers.Count > 0)
            steps.Add(Impute(numbers));
        if (categories.Count > 0)
            steps.Add(OneHot(categories));
        steps.Add(context.Transforms.Concatenate(features, [.. numbers, .. gaps.Values, .. categories]));
        steps.Add(context.BinaryClassification.Trainers.FastTree(Options(settings, threads, features)));
        return steps.Aggregate((chain, step) => chain.Append(step));
    }

    private MissingValueReplacingEstimator Impute(IReadOnlyList<string> numbers) => context.Transforms.ReplaceMissingValues(
        Columns(numbers), MissingValueReplacingEstimator.ReplacementMode.Mean);

    private OneHotEncodingEstimator OneHot(IReadOnlyList<string> categories) => context.Transforms.Categorical.OneHotEncoding(
        Columns(categories), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);

    private FastTreeBinaryTrainer.Options Options(TrainerSettings settings, int? threads, string features) => new()
    {
        FeatureColumnName = features,
        LabelColumnName = label,
        NumberOfTrees = settings.Whole(FastTreeOptions.Trees),
        NumberOfLeaves = settings.Whole(FastTreeOptions.Leaves),
        LearningRate = settings.Number(FastTreeOptions.LearningRate),
        MinimumExampleCountPerLeaf = settings.Whole(FastTreeOptions.MinLeaf),
        NumberOfThreads = threads,
    };

    private List<string> Names(Func<ModelInput, bool> isMeant) => [.. inputs.Where(isMeant).Select(x => x.Name)];

    private static InputOutputColumnPair[] Columns(IEnumerable<string> names) =>
        [.. names.Select(x => new InputOutputColumnPair(x))];

    /// <summary>A name that no column has, so that nothing of the user's is hidden.</summary>
    private string Free(string name)
    {
        while (!_taken.Add(name))
            name += "'";
        return name;
    }
}
