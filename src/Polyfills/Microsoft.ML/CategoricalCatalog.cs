using System;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class CategoricalCatalog
{
    public static OneHotEncodingEstimator OneHotEncoding(
        this TransformsCatalog.CategoricalTransforms catalog,
        InputOutputColumnPair[] columns,
        OneHotEncodingEstimator.OutputKind outputKind = OneHotEncodingEstimator.OutputKind.Indicator,
        int maximumNumberOfKeys = 1000000,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        IDataView keyData = null)
    {
        if (outputKind != OneHotEncodingEstimator.OutputKind.Indicator || keyData is not null)
            throw new NotSupportedException("The polyfill of Microsoft.ML encodes to indicators, with keys from the data, only.");
        return new OneHotEncodingEstimator(columns, maximumNumberOfKeys, keyOrdinality);
    }
}
