using System;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class ExtensionsCatalog
{
    public static MissingValueIndicatorEstimator IndicateMissingValues(
        this TransformsCatalog catalog, InputOutputColumnPair[] columns) => new(columns);

    public static MissingValueReplacingEstimator ReplaceMissingValues(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        MissingValueReplacingEstimator.ReplacementMode replacementMode =
            MissingValueReplacingEstimator.ReplacementMode.DefaultValue,
        bool imputeBySlot = true)
    {
        if (replacementMode != MissingValueReplacingEstimator.ReplacementMode.Mean)
            throw new NotSupportedException("The polyfill of Microsoft.ML replaces missing values by the mean only.");
        return new MissingValueReplacingEstimator(columns);
    }
}
