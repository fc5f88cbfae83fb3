using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Pipeline.MLNet.Rows;
using Pipeline.Models;
using Pipeline.Models.Features;

namespace Pipeline.MLNet.Features;

/// <summary>
/// From the columns of a layout to one vector of features, as the inputs' features say, by ML.NET's own steps alone, so that a
/// pipeline may be converted. Numbers come first, then which are missing, parts of timestamps, categories, hashes, texts and
/// crosses.
/// </summary>
internal sealed class FeatureSteps
{
    private const uint HashSeed = 314489979;

    private readonly MLContext _context;
    private readonly RowLayout _layout;
    private readonly IReadOnlyList<FeatureCross> _crosses;
    private readonly HashSet<string> _taken;

    /// <summary>What ML.NET's columns are made of: an input's, or a cross's, name.</summary>
    private readonly Dictionary<string, string> _origins = new(StringComparer.Ordinal);

    private EstimatorChain<ITransformer> _chain = new();

    public FeatureSteps(MLContext context, RowLayout layout, IReadOnlyList<FeatureCross> crosses, string label)
    {
        (_context, _layout, _crosses) = (context, layout, crosses);
        _taken = [.. layout.Inputs.Select(input => input.Name), .. layout.Columns.Select(column => column.Name), label];
        foreach (var column in layout.Columns)
            _origins[column.Name] = column.Input.Name;
    }

    /// <summary>The columns that the vector is made of, in their order; none before it was created.</summary>
    public IReadOnlyList<string> Joined { get; private set; } = [];

    /// <summary>Appends the steps to a chain that is still empty. To be asked once.</summary>
    /// <returns>The chain, and the name of the vector.</returns>
    public (EstimatorChain<ITransformer> Chain, string Features) Create()
    {
        var numbers = Columns(column => column.Value is RowValue.Number);
        var parts = Columns(column => column.Value is RowValue.Part);
        var circles = Columns(column => column.Value is RowValue.Circle);
        var gaps = Columns(column => column.Value is RowValue.Gap);
        var texts = Columns(column => column.Value is RowValue.Text);
        var crosses = Crosses();
        List<string> features =
        [
            .. Numbers(numbers, parts, circles, out var indicated), .. indicated, .. Names(gaps), .. Names(parts),
            .. Names(circles), .. Categories(texts), .. Hashes(texts), .. Texts(texts), .. crosses,
        ];
        Joined = features;
        var vector = Free("Features");
        Append(_context.Transforms.Concatenate(vector, [.. features]));
        return (_chain, vector);
    }

    /// <summary>The first text of which no word is left to make n-grams of; null where there is none.</summary>
    public string? FindEmptyText(IDataView view) => _layout.Columns
        .Where(column => column.Input.Feature is Feature.Text)
        .FirstOrDefault(column => TextSteps.IsEmpty(_context, view, column.Name, (Feature.Text)column.Input.Feature!))?.Name;

    /// <summary>How many numbers of the vector are of each input and cross, by its name.</summary>
    /// <param name="schema">After all steps.</param>
    public IReadOnlyDictionary<string, int> Slots(DataViewSchema schema) => _origins
        .Where(origin => schema.GetColumnOrNull(origin.Key) is not null)
        .GroupBy(origin => origin.Value, origin => schema[origin.Key].Type is VectorDataViewType vector ? vector.Size : 1)
        .ToDictionary(input => input.Key, input => input.Sum());

    private List<string> Numbers(
        List<RowColumn> numbers, List<RowColumn> parts, List<RowColumn> circles, out List<string> indicated)
    {
        indicated = [];
        var open = numbers.Where(column => column is { Input.MayBeMissing: true, Value: RowValue.Number { Feature.Fill: null } });
        var indicators = open
            .Select(column => (column.Name, Indicator: Made($"{column.Name} is missing", column.Input.Name))).ToList();
        if (indicators.Count > 0)
        {
            Append(_context.Transforms.IndicateMissingValues(
                [.. indicators.Select(pair => new InputOutputColumnPair(pair.Indicator, pair.Name))]));
            indicated = [.. indicators.Select(pair => pair.Indicator)];
            Append(_context.Transforms.Conversion.ConvertType(Pairs(indicated)));
        }

        var counted = parts.Where(column => !IsIndicated(column)).ToList();
        Replace(
            [
                .. numbers.Where(column => column.Input.Feature is not Feature.Number { Missing: Imputation.Mode }
                    and not Feature.Number { Fill: not null }),
                .. counted,
            ],
            MissingValueReplacingEstimator.ReplacementMode.Mean);
        Replace(
            [.. numbers.Where(column => column.Input.Feature is Feature.Number { Missing: Imputation.Mode })],
            MissingValueReplacingEstimator.ReplacementMode.Mode);
        // The middle of the circle is as far from December as from June.
        Replace(circles, MissingValueReplacingEstimator.ReplacementMode.DefaultValue);
        foreach (var scaled in numbers.Concat(counted).GroupBy(column => ScaleOf(column.Input)).OrderBy(group => group.Key))
            AppendScale(scaled.Key, Pairs(scaled.Select(column => column.Name)));
        foreach (var binned in numbers.GroupBy(column => (column.Input.Feature as Feature.Number)?.Bins ?? 0)
            .Where(group => group.Key > 0).OrderBy(group => group.Key))
        {
            var pairs = Pairs(binned.Select(column => column.Name));
            Append(_context.Transforms.NormalizeBinning(pairs, fixZero: false, maximumBinCount: binned.Key));
            Append(OneHot(pairs));
        }

        if (parts.Where(IsIndicated).ToList() is { Count: > 0 } indicatedParts)
            Append(OneHot(Pairs(Names(indicatedParts))));
        return Names(numbers);
    }

    private static bool IsIndicated(RowColumn column) =>
        column is { Value: RowValue.Part part, Input.Feature: Feature.TimestampParts { Encoding: PartEncoding.OneHot } }
        && part.Of.Period() is not null;

    private static Scale ScaleOf(ModelInput input) => input.Feature switch
    {
        Feature.Number number => number.Scale,
        Feature.TimestampParts parts => parts.Scale,
        _ => Scale.None,
    };

    private void Replace(IReadOnlyList<RowColumn> columns, MissingValueReplacingEstimator.ReplacementMode mode)
    {
        if (columns.Count > 0)
            Append(_context.Transforms.ReplaceMissingValues(Pairs(Names(columns)), mode));
    }

    private void AppendScale(Scale scale, InputOutputColumnPair[] columns)
    {
        var transforms = _context.Transforms;
        IEstimator<ITransformer>? step = scale switch
        {
            Scale.MaxAbs => transforms.NormalizeMinMax(columns),
            Scale.MinMax => transforms.NormalizeMinMax(columns, fixZero: false),
            Scale.Standard => transforms.NormalizeMeanVariance(columns, fixZero: false),
            Scale.RootMeanSquare => transforms.NormalizeMeanVariance(columns),
            _ => null,
        };
        if (step is not null)
            Append(step);
    }

    private List<string> Categories(List<RowColumn> texts)
    {
        var categories = texts.Where(column => column.Input.Feature is null or Feature.OneHot).ToList();
        foreach (var column in categories)
        {
            var kept = (column.Input.Feature as Feature.OneHot)?.Kept ?? Occurring(column);
            var keys = _context.Data.LoadFromEnumerable(kept.Select(name => new KeptCategory { Name = name }));
            Append(_context.Transforms.Categorical.OneHotEncoding(
                Pairs([column.Name]), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue, keyData: keys));
        }

        return Names(categories);
    }

    /// <summary>All that the train rows have, in ordinal order: the inputs know, so that no pass over rows finds out.</summary>
    private static IEnumerable<string> Occurring(RowColumn column)
    {
        var text = (RowValue.Text)column.Value;
        var names = (column.Input.Categories ?? []).Select(name => text.Of(name).ToString());
        return (column.Input.MayBeMissing ? names.Append(text.Missing) : names).Distinct().Order(StringComparer.Ordinal);
    }

    private List<string> Hashes(List<RowColumn> texts)
    {
        var hashed = texts.Where(column => column.Input.Feature is Feature.Hash).ToList();
        foreach (var alike in hashed.GroupBy(column => ((Feature.Hash)column.Input.Feature!).Bits).OrderBy(group => group.Key))
        {
            Append(_context.Transforms.Categorical.OneHotHashEncoding(
                Pairs(alike.Select(column => column.Name)), numberOfBits: alike.Key, seed: HashSeed));
        }

        return Names(hashed);
    }

    private List<string> Texts(List<RowColumn> texts)
    {
        var featurized = texts.Where(column => column.Input.Feature is Feature.Text).ToList();
        foreach (var column in featurized)
        {
            Append(_context.Transforms.Text.FeaturizeText(
                column.Name, TextSteps.Options((Feature.Text)column.Input.Feature!), column.Name));
        }

        return Names(featurized);
    }

    /// <summary>Before categories become indicators: what is hashed are their texts, one after another.</summary>
    private List<string> Crosses()
    {
        var crossed = new List<string>();
        var known = Names(_layout.Columns).ToHashSet(StringComparer.Ordinal);
        foreach (var cross in _crosses.Where(cross => cross.Columns.All(known.Contains)))
        {
            var name = Made(cross.Name, cross.Name);
            Append(_context.Transforms.Concatenate(name, [.. cross.Columns]));
            Append(_context.Transforms.Conversion.Hash(new HashingEstimator.ColumnOptions(
                name, name, cross.Bits, HashSeed, useOrderedHashing: false, maximumNumberOfInverts: 0, combine: true)));
            Append(_context.Transforms.Conversion.MapKeyToVector(name));
            crossed.Add(name);
        }

        return crossed;
    }

    private OneHotEncodingEstimator OneHot(InputOutputColumnPair[] columns) => _context.Transforms.Categorical.OneHotEncoding(
        columns, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);

    private void Append(IEstimator<ITransformer> step) => _chain = _chain.Append(step);

    private List<RowColumn> Columns(Func<RowColumn, bool> isMeant) => [.. _layout.Columns.Where(isMeant)];

    private static List<string> Names(IEnumerable<RowColumn> columns) => [.. columns.Select(column => column.Name)];

    private static InputOutputColumnPair[] Pairs(IEnumerable<string> names) =>
        [.. names.Select(name => new InputOutputColumnPair(name))];

    private string Made(string name, string origin)
    {
        var free = Free(name);
        _origins[free] = origin;
        return free;
    }

    /// <summary>A name that no column has, so that nothing of the user's is hidden.</summary>
    public string Free(string name)
    {
        while (!_taken.Add(name))
            name += "'";
        return name;
    }

    private sealed class KeptCategory
    {
        public string Name { get; init; } = "";
    }
}
