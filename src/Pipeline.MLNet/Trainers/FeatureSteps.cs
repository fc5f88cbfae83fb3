using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Trainers;

/// <summary>
/// From inputs to one vector of features: missing numbers become the mean and, where training has them, a feature of their own;
/// categories become indicators; numbers come first.
/// </summary>
internal sealed class FeatureSteps(MLContext context, IReadOnlyList<ModelInput> inputs, string label)
{
    private const int Bins = 16;

    private readonly HashSet<string> _taken = [.. inputs.Select(x => x.Name), label];

    /// <summary>Appends the steps to a chain that is still empty.</summary>
    /// <param name="scaling">What becomes of numbers.</param>
    /// <returns>The chain, and the name of the vector.</returns>
    public (EstimatorChain<ITransformer> Chain, string Features) Create(Scaling scaling)
    {
        var numbers = Names(x => x.Type == ColumnType.Number);
        var categories = Names(x => x.Type != ColumnType.Number);
        var gaps = inputs.Where(x => x is { Type: ColumnType.Number, MayBeMissing: true })
            .ToDictionary(x => x.Name, x => Free(x.Name + " is missing"));
        var features = Free("Features");
        var chain = new EstimatorChain<ITransformer>();
        if (gaps.Count > 0)
        {
            chain = chain
                .Append<ITransformer>(context.Transforms.IndicateMissingValues(
                    [.. gaps.Select(x => new InputOutputColumnPair(x.Value, x.Key))]))
                .Append<ITransformer>(context.Transforms.Conversion.ConvertType(Columns(gaps.Values)));
        }

        if (numbers.Count > 0)
        {
            chain = chain.Append<ITransformer>(context.Transforms.ReplaceMissingValues(
                Columns(numbers), MissingValueReplacingEstimator.ReplacementMode.Mean));
            if (scaling == Scaling.Magnitude)
                chain = chain.Append<ITransformer>(context.Transforms.NormalizeMinMax(Columns(numbers)));
            if (scaling == Scaling.Spread)
                chain = chain.Append<ITransformer>(context.Transforms.NormalizeMeanVariance(Columns(numbers)));
        }

        if (scaling == Scaling.Bins && numbers.Count > 0)
        {
            chain = chain
                .Append<ITransformer>(
                    context.Transforms.NormalizeBinning(Columns(numbers), fixZero: false, maximumBinCount: Bins))
                .Append<ITransformer>(OneHot(numbers));
        }

        if (categories.Count > 0)
        {
            chain = chain.Append<ITransformer>(OneHot(categories));
        }

        return (chain.Append<ITransformer>(
            context.Transforms.Concatenate(features, [.. numbers, .. gaps.Values, .. categories])), features);
    }

    private OneHotEncodingEstimator OneHot(IEnumerable<string> names) => context.Transforms.Categorical.OneHotEncoding(
        Columns(names), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);

    private List<string> Names(Func<ModelInput, bool> isMeant) => [.. inputs.Where(isMeant).Select(x => x.Name)];

    private static InputOutputColumnPair[] Columns(IEnumerable<string> names) =>
        [.. names.Select(x => new InputOutputColumnPair(x))];

    /// <summary>A name that no column has, so that nothing of the user's is hidden.</summary>
    public string Free(string name)
    {
        while (!_taken.Add(name))
            name += "'";
        return name;
    }
}

/// <summary>What becomes of numbers before something learns from them.</summary>
internal enum Scaling
{
    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>Each column is divided by its largest magnitude in training.</summary>
    Magnitude,

    /// <summary>Each column is divided by the root of its mean square, so that a few monstrous numbers do not rule it.</summary>
    Spread,

    /// <summary>Each becomes an indicator of its range, of at most 16 that hold as many rows each.</summary>
    Bins,
}
