using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;
using Pipeline.Models.Features;

namespace Pipeline.MLNet.Features;

/// <summary>N-grams of texts, by ML.NET's FeaturizeText; a feature's defaults are its own.</summary>
internal static class TextSteps
{
    private const int Edges = 2;

    public static TextFeaturizingEstimator.Options Options(Feature.Text text) => new()
    {
        CaseMode = Case(text),
        KeepDiacritics = text.Accents,
        KeepPunctuations = text.Punctuation,
        KeepNumbers = text.Numbers,
        Norm = text.Norm switch
        {
            TextNorm.None => TextFeaturizingEstimator.NormFunction.None,
            TextNorm.L1 => TextFeaturizingEstimator.NormFunction.L1,
            TextNorm.L2 => TextFeaturizingEstimator.NormFunction.L2,
            TextNorm.Max => TextFeaturizingEstimator.NormFunction.Infinity,
            _ => throw new UnreachableException(),
        },
        StopWordsRemoverOptions = text switch
        {
            { RemoveWords.Count: > 0 } =>
                new CustomStopWordsRemovingEstimator.Options { StopWords = [.. text.RemoveWords] },
            { StopWords: StopWords.English } => new StopWordsRemovingEstimator.Options(),
            _ => null,
        },
        WordFeatureExtractor = Extractor(text, text.WordNgrams, useAllLengths: true),
        CharFeatureExtractor = Extractor(text, text.CharNgrams, useAllLengths: false),
    };

    /// <summary>Whether nothing of any text is left to make n-grams of, of words or of characters; ML.NET would throw.</summary>
    /// <param name="context">Makes the same words as training does.</param>
    /// <param name="view">The rows to learn from.</param>
    /// <param name="column">Of the view.</param>
    /// <param name="text">What becomes of it.</param>
    public static bool IsEmpty(MLContext context, IDataView view, string column, Feature.Text text)
    {
        var transforms = context.Transforms.Text;
        var chain = new EstimatorChain<ITransformer>().Append<ITransformer>(transforms.NormalizeText(
            column, column, Case(text), text.Accents, text.Punctuation, text.Numbers));
        chain = chain.Append<ITransformer>(transforms.TokenizeIntoWords(column, column));
        if (text.RemoveWords.Count > 0)
            chain = chain.Append<ITransformer>(transforms.RemoveStopWords(column, column, [.. text.RemoveWords]));
        else if (text.StopWords == StopWords.English)
            chain = chain.Append<ITransformer>(transforms.RemoveDefaultStopWords(column, column));
        var words = chain.Fit(view).Transform(view);
        var needed = Math.Max(1, text.CharNgrams - Edges);
        using var cursor = words.GetRowCursor([words.Schema[column]]);
        var getter = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(words.Schema[column]);
        VBuffer<ReadOnlyMemory<char>> found = default;
        while (cursor.MoveNext())
        {
            getter(ref found);
            var length = 0;
            foreach (var word in found.GetValues())
                length += word.Length;
            if (found.GetValues().Length > 0 && length >= needed)
                return false;
        }

        return true;
    }

    private static WordBagEstimator.Options? Extractor(Feature.Text text, int ngrams, bool useAllLengths) => ngrams == 0
        ? null
        : new WordBagEstimator.Options
        {
            NgramLength = ngrams,
            UseAllLengths = useAllLengths,
            MaximumNgramsCount = [text.MaxFeatures],
            Weighting = text.Weighting switch
            {
                Weighting.Tf => NgramExtractingEstimator.WeightingCriteria.Tf,
                Weighting.Idf => NgramExtractingEstimator.WeightingCriteria.Idf,
                Weighting.TfIdf => NgramExtractingEstimator.WeightingCriteria.TfIdf,
                _ => throw new UnreachableException(),
            },
        };

    private static TextNormalizingEstimator.CaseMode Case(Feature.Text text) => text.Case switch
    {
        TextCase.Lower => TextNormalizingEstimator.CaseMode.Lower,
        TextCase.Upper => TextNormalizingEstimator.CaseMode.Upper,
        TextCase.Keep => TextNormalizingEstimator.CaseMode.None,
        _ => throw new UnreachableException(),
    };
}
